/** What jsdom lacks of a browser. How dialogs behave as modals is tested in Chromium. */
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true
}
HTMLDialogElement.prototype.close = function close() {
  this.open = false
}
/** A wide screen. */
window.matchMedia = (media) =>
  Object.assign(new EventTarget(), {
    media,
    matches: false,
    onchange: null,
    addListener() {},
    removeListener() {},
  })

// A busy machine takes its time.
configure({ asyncUtilTimeout: 20_000 })
afterEach(cleanup)
