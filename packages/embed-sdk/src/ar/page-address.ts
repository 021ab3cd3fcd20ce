/** The address of the page that a visitor sees, which the code for a phone opens. A frame does not know it and asks. */

/** On the window of a frame; the detail is the function that takes the response. */
const ASKED = 'vectreal-page-asked'
type TakeUrl = (url: string | null) => void

/** Null: nobody knows it. Waits for as long as a page around the frame has not connected. */
export async function askPageUrl(): Promise<string | null> {
  if (window.parent === window) return location.href
  // Our own address names no page, and a key may stand in it.
  return new Promise((resolve) => {
    const question = new CustomEvent<TakeUrl>(ASKED, { detail: resolve, cancelable: true })
    if (dispatchEvent(question)) resolve(null)
  })
}

/** For the script of a frame, which can ask the page around it. */
export function providePageUrl(ask: (take: TakeUrl) => void): void {
  addEventListener(ASKED, (question) => {
    question.preventDefault()
    ask((question as CustomEvent<TakeUrl>).detail)
  })
}
