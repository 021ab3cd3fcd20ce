/** Sends a GLB with progress. `fetch` does not tell how much of a body has left. */
import { networkError, problemFrom } from './problem'
import { modelUrl } from './scenes'
import { reportSignedOut } from './signed-out'
import type { Scene } from './types'

interface UploadOptions {
  readonly signal: AbortSignal
  readonly onProgress: (sentBytes: number) => void
}

export function uploadModel(
  organizationId: string,
  sceneId: string,
  file: Blob,
  { signal, onProgress }: UploadOptions,
): Promise<Scene> {
  return new Promise((resolve, reject) => {
    const upload = new XMLHttpRequest()
    const abort = () => upload.abort()
    signal.addEventListener('abort', abort)
    upload.open('PUT', modelUrl(organizationId, sceneId))
    upload.setRequestHeader('content-type', 'model/gltf-binary')
    upload.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded))
    upload.addEventListener('load', () => {
      if (upload.status >= 200 && upload.status < 300)
        return resolve(JSON.parse(upload.responseText) as Scene)
      if (upload.status === 401) reportSignedOut()
      reject(problemFrom(upload.status, upload.responseText))
    })
    upload.addEventListener('error', () => reject(networkError(new Error('The upload broke off'))))
    upload.addEventListener('abort', () => reject(new DOMException('The upload was cancelled', 'AbortError')))
    upload.addEventListener('loadend', () => signal.removeEventListener('abort', abort))
    if (signal.aborted) return reject(new DOMException('The upload was cancelled', 'AbortError'))
    upload.send(file)
  })
}
