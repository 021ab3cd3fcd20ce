/** The texts of a viewer in the language of its prop, else of its place in the page, else of the browser. */
import { knownLanguage, languageOf, loadTexts } from '@vectreal/embed-sdk/scene'
import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react'
import type { ViewerMessages } from './messages.js'

export interface Spoken {
  /** Absent: English. */
  readonly language: string | undefined
  /** Null while they are on their way. */
  readonly texts: Partial<ViewerMessages> | null
}

const ENGLISH: Spoken = { language: undefined, texts: {} }
const ON_THE_WAY: Spoken = { language: undefined, texts: null }
/** Nothing tells of a change; each render asks anew. */
const subscribe = () => () => {}
const languageOfPage = () => languageOf(document.documentElement)

export function useTexts(lang: string | undefined, root: RefObject<Element | null>): Spoken {
  const ofPage = useSyncExternalStore(subscribe, languageOfPage, () => 'en')
  const [loaded, setLoaded] = useState<{ readonly lang: string | undefined; readonly spoken: Spoken } | null>(
    null,
  )
  useEffect(() => {
    // An element around it may speak another language than the page.
    const tag = lang ?? languageOf(root.current ?? document.documentElement)
    const language = knownLanguage(tag)
    if (language === null && knownLanguage(languageOfPage()) === null) return
    let isCurrent = true
    const tell = (spoken: Spoken): void => {
      if (isCurrent) setLoaded({ lang, spoken })
    }
    const load = async (): Promise<void> => {
      tell(language === null ? ENGLISH : { language: tag, texts: await loadTexts(language) })
    }
    // Without its texts a viewer speaks English.
    load().catch(() => tell(ENGLISH))
    return () => {
      isCurrent = false
    }
  }, [lang, root])
  if (loaded?.lang === lang && loaded !== null) return loaded.spoken
  return knownLanguage(lang ?? ofPage) === null ? ENGLISH : ON_THE_WAY
}
