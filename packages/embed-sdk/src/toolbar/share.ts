/** The view as a picture: into the share sheet of the device where there is one, else as a download. */
import type { Viewer } from '@vectreal/viewer-core'

export async function sharePicture(viewer: Viewer, name: string): Promise<void> {
  const picture = await viewer.screenshot({ type: 'image/png' })
  const file = new File([picture], `${fileName(name)}.png`, { type: picture.type })
  const data = { files: [file], title: name }
  try {
    if (navigator.canShare?.(data)) return await navigator.share(data)
  } catch (error) {
    // The visitor changed their mind; for anything else there is still the download.
    if ((error as Error).name === 'AbortError') return
  }
  download(file)
}

function download(file: File): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** Without what file systems refuse. */
function fileName(name: string): string {
  return name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim() || 'scene'
}
