/** Fetches the texts of a language. The list of the languages comes with them: most pages speak English or nothing new. */
import type { LanguageTexts } from '../lang/language-texts.js'
import type { Language } from './language.js'

/** Rejects where they do not arrive. */
export async function loadTexts(language: Language): Promise<LanguageTexts> {
  return (await import('../lang/load-texts.js')).loadTexts(language)
}
