/** The one shell of every form in a dialog: validates, sends once, shows what was refused and where. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import { asApiError } from '../api/problem'
import { Button } from '../ui/button'
import { Dialog, DialogActions } from '../ui/dialog'
import { ProblemNote } from '../ui/states'
import { applyProblem } from './apply-problem'
import { useSend } from './use-send'

interface FormDialogProps<Input extends FieldValues, Output, Result> {
  readonly title: ReactNode
  readonly description?: ReactNode
  readonly submit: string
  readonly size?: 'small' | 'medium' | 'large'
  readonly form: UseFormReturn<Input, unknown, Output>
  readonly onSubmit: (values: Output) => Promise<Result>
  readonly onDone: (result: Result) => void
  readonly onClose: () => void
  /** Instead of the plain note, where a refusal deserves more than its own words. */
  readonly renderProblem?: (error: ReturnType<typeof asApiError>) => ReactNode
  /** Why it cannot be sent yet. */
  readonly why?: string | undefined
  readonly children: ReactNode
}

export function FormDialog<Input extends FieldValues, Output, Result>({
  title,
  description,
  submit,
  size = 'medium',
  form,
  onSubmit,
  onDone,
  onClose,
  renderProblem,
  why,
  children,
}: FormDialogProps<Input, Output, Result>) {
  const [placed, setPlaced] = useState(false)
  const send = useSend({
    mutationFn: onSubmit,
    onSuccess: onDone,
    onError: (error) => setPlaced(applyProblem(form as unknown as UseFormReturn<Input>, asApiError(error))),
  })
  const problem = send.error && !placed ? asApiError(send.error) : null
  const reason = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // The buttons that were just pressed give way to it, in a low window out of sight.
    if (problem !== null) reason.current?.scrollIntoView({ block: 'nearest' })
  }, [problem])
  return (
    <Dialog title={title} description={description} size={size} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void form.handleSubmit((values) => send.mutate(values))(event)
        }}
      >
        <div className="space-y-5">{children}</div>
        {problem && (
          <div ref={reason} className="mt-5">
            {renderProblem?.(problem) ?? <ProblemNote error={problem} />}
          </div>
        )}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={send.isPending} why={why}>
            {submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
