/** What this browser, on this page, can do. */

let isDrawable: boolean | undefined

/** Asked once a page: each question takes one of the few contexts that a page may have. */
export function canDraw3D(): boolean {
  if (isDrawable !== undefined) return isDrawable
  const context = document.createElement('canvas').getContext('webgl2')
  context?.getExtension('WEBGL_lose_context')?.loseContext()
  // A failure is not remembered: a context may be free again later.
  if (context !== null) isDrawable = true
  return context !== null
}
