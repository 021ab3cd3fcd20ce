/** A deployment replaces the files of pages: a page that was open before asks for one that is gone, and is loaded anew. */
import type { createBrowserRouter } from 'react-router'

const RELOADED = 'vectreal:reloaded-for'

/** Once for each file, so that one that stays away is shown as an error instead. */
export function reloadOnceForReplacedFiles(router: ReturnType<typeof createBrowserRouter>): void {
  window.addEventListener('vite:preloadError', (event) => {
    if (!navigator.onLine || isKnown(event.payload.message)) return
    event.preventDefault()
    // The page that was on its way is not in the address bar yet.
    const { location } = router.state.navigation
    if (location === undefined) window.location.reload()
    else window.location.assign(router.createHref(location))
  })
}

/** Notes what is new. Without storage nothing could tell the first time from the tenth. */
function isKnown(message: string): boolean {
  try {
    if (sessionStorage.getItem(RELOADED) === message) return true
    sessionStorage.setItem(RELOADED, message)
    return false
  } catch {
    return true
  }
}
