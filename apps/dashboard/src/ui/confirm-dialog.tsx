/** The one "are you sure?": says what will happen, does it, and shows why it could not. */
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { asApiError } from '../api/problem'
import { Button } from './button'
import { Dialog, DialogActions } from './dialog'
import { ProblemNote } from './states'

interface ConfirmDialogProps {
  readonly title: ReactNode
  readonly description?: ReactNode
  readonly confirm: string
  readonly kind?: 'danger' | 'primary'
  readonly children?: ReactNode
  /** Why it cannot be confirmed yet. */
  readonly why?: string | undefined
  readonly onConfirm: () => Promise<unknown>
  readonly onClose: () => void
}

export function ConfirmDialog({
  title,
  description,
  confirm,
  kind = 'danger',
  children,
  why,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const action = useMutation({ mutationFn: onConfirm, onSuccess: onClose })
  return (
    <Dialog role="alertdialog" title={title} description={description} onClose={onClose}>
      {children}
      {action.error && <ProblemNote error={asApiError(action.error)} className="mt-4" />}
      <DialogActions>
        <Button onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button kind={kind} busy={action.isPending} why={why} onClick={() => action.mutate()}>
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
