/** The recovery codes, this once, behind the same guard as a new key. */
import { RevealDialog } from '../../ui/reveal-dialog'

export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  return (
    <RevealDialog
      title="Keep your recovery codes"
      token={codes.join('\n')}
      what="recovery codes"
      rows={codes.length}
      onClose={onClose}
    >
      <p className="mt-4 text-sm text-muted">
        Each signs you in once when the app is not at hand. Keep them where you keep passwords, or on paper.
      </p>
    </RevealDialog>
  )
}
