/** The reveal of an API key, with the finished snippet for each way to embed. */
import type { IssuedKey } from '../../api/api-keys'
import { RevealDialog } from '../../ui/reveal-dialog'

export function KeyRevealDialog({ issued, onClose }: { issued: IssuedKey; onClose: () => void }) {
  return (
    <RevealDialog
      title={
        <>
          Copy your key: <bdi>{issued.apiKey.name}</bdi>
        </>
      }
      token={issued.token}
      what="key"
      onClose={onClose}
    />
  )
}
