/** Which language a scene speaks: that of its element, else of the page, else of the browser. */

/** Languages with texts of their own, beside English. */
export const LANGUAGES = ['de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'ja', 'zh', 'ar'] as const

/** A language that the viewer speaks beside English. */
export type Language = (typeof LANGUAGES)[number]

/** The `lang` that holds for an element (a BCP 47 tag), through shadow roots as well; '' where the page names none. */
export function declaredLanguage(element: Element): string {
  const { host } = element.getRootNode() as Partial<ShadowRoot>
  return element.closest<HTMLElement>('[lang]')?.lang || (host ? declaredLanguage(host) : '')
}

/** As `declaredLanguage`; where the page names none, that of the browser. */
export function languageOf(element: Element): string {
  return declaredLanguage(element) || navigator.language
}

/** What `Intl` takes and screen readers know of a tag: pages write `de_DE` and `de-` as well. */
export function plainTag(tag = 'en'): string {
  return /^[a-z]+(-[a-z]{2}\b)?/i.exec(tag.replace('_', '-'))![0]
}

/** The texts for a tag such as `de-AT`; `null`: English, which also stands in for languages without texts. */
export function knownLanguage(tag: string): Language | null {
  const primary = tag.toLowerCase().split(/[-_]/)[0] as Language
  return LANGUAGES.includes(primary) ? primary : null
}
