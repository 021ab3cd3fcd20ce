import { RevealDialog } from '../../ui/reveal-dialog'
import { docsUrl } from '../../url'

interface SecretDialogProps {
  readonly secret: string
  readonly onClose: () => void
}

export function SecretDialog({ secret, onClose }: SecretDialogProps) {
  return (
    <RevealDialog title="Copy the signing secret" token={secret} what="signing secret" onClose={onClose}>
      <p className="mt-4 text-sm text-muted">
        Each delivery is signed with it, as defined by Standard Webhooks. Check the signature, and reject what
        doesn’t match:{' '}
        <a className="link" href={docsUrl.webhooks}>
          receivers in ten lines
        </a>
        .
      </p>
    </RevealDialog>
  )
}
