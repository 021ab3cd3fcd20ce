/** What each language has to say: every text there is, in one file a language, fetched when a page speaks it. */
import type { SceneMessages } from '../scene/messages.js'
import type { ToolbarTexts } from '../toolbar/toolbar-texts.js'

/** All texts of one language. */
export interface LanguageTexts extends Omit<SceneMessages, 'toolbar'> {
  readonly toolbar: ToolbarTexts
}
