/** Metres of one unit. */
export const UNITS = { m: 1, cm: 0.01, mm: 0.001, in: 0.0254, ft: 0.3048 } as const
/** A unit of length that a model may be in. */
export type Unit = keyof typeof UNITS
