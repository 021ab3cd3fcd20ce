/** The recovery codes, this once, behind the same guard as a new key. */
import { RevealDialog } from '../../ui/reveal-dialog'

export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  return (
    <RevealDialog
      title="Save your recovery codes"
      token={codes.join('\n')}
      what="recovery codes"
      rows={codes.length}
      onClose={onClose}
    >
      <p className="mt-4 text-sm text-muted">
        Each works once, for when you don’t have the app with you. Keep them where you keep passwords, or on
        paper.
      </p>
    </RevealDialog>
  )
}
