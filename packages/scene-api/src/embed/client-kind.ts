/** What loads a scene: a page, a program, or the AR viewer of a phone that a page opened. */
export type ClientKind = 'browser' | 'other' | 'ar'
