/** Fetches the texts of one language. Bundlers make a chunk of each. */
import type { Language } from '../scene/language.js'
import type { LanguageTexts } from './language-texts.js'

const LOADERS: Readonly<Record<Language, () => Promise<{ readonly default: LanguageTexts }>>> = {
  de: () => import('./de.js'),
  fr: () => import('./fr.js'),
  es: () => import('./es.js'),
  it: () => import('./it.js'),
  pt: () => import('./pt.js'),
  nl: () => import('./nl.js'),
  pl: () => import('./pl.js'),
  ja: () => import('./ja.js'),
  zh: () => import('./zh.js'),
  ar: () => import('./ar.js'),
}

/** Rejects where the chunk does not arrive. */
export async function loadTexts(language: Language): Promise<LanguageTexts> {
  return (await LOADERS[language]()).default
}
