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
        Each delivery is signed with it, as Standard Webhooks has it. Check the signature, and drop what does
        not match:{' '}
        <a className="link" href={docsUrl.webhooks}>
          receivers of ten lines
        </a>
        .
      </p>
    </RevealDialog>
  )
}
