/** What is on a canvas right after it was drawn; a moment later a WebGL canvas may be empty. */
export function copyCanvas(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const copy = document.createElement('canvas')
  copy.width = canvas.width
  copy.height = canvas.height
  // Kept in main memory: the GPU's is what has run short when a still is needed.
  copy.getContext('2d', { willReadFrequently: true })?.drawImage(canvas, 0, 0)
  return copy
}
