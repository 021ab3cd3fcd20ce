/** The passkeys of the person at the screen. */
import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import type { Factors, Passkey } from '../../api/account'
import { addPasskey, removePasskey, renamePasskey } from '../../api/factors'
import { hasPasskeys } from '../../api/has-passkeys'
import { TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { announce } from '../../ui/announcer'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { Section } from '../../ui/page'
import { Time } from '../../ui/time'
import { factorsQuery } from './factors-query'

type OpenDialog = { kind: 'add' } | { kind: 'rename' | 'remove'; passkey: Passkey } | null

const nameOf = ({ name }: Passkey) => name ?? 'Passkey'

export function PasskeysSection({ factors: { passkeys } }: { factors: Factors }) {
  const queryClient = useQueryClient()
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const close = useCallback(() => setDialog(null), [])
  const refresh = () => queryClient.invalidateQueries({ queryKey: factorsQuery.queryKey })
  return (
    <Section
      title="Passkeys"
      lead="Sign in with your fingerprint, face or PIN. A passkey counts as both factors and can’t be phished."
      actions={
        hasPasskeys() && (
          <Button icon={<KeyRound aria-hidden size={16} />} onClick={() => setDialog({ kind: 'add' })}>
            Add a passkey
          </Button>
        )
      }
    >
      <div className="card text-sm">
        {passkeys.length === 0 ? (
          <p className="p-5 text-muted">
            {hasPasskeys() ? 'You have no passkey yet.' : 'This browser doesn’t support passkeys.'}
          </p>
        ) : (
          <ul className="divide-y divide-line">
            {passkeys.map((passkey) => (
              <li key={passkey.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
                <span className="user-text min-w-0 flex-1 basis-40 font-medium">
                  <bdi>{nameOf(passkey)}</bdi>
                </span>
                {passkey.createdAt !== null && (
                  <span className="text-muted">
                    since <Time at={passkey.createdAt} />
                  </span>
                )}
                <span className="flex gap-1">
                  <Button
                    kind="quiet"
                    aria-label={`Rename ${nameOf(passkey)}`}
                    onClick={() => setDialog({ kind: 'rename', passkey })}
                  >
                    Rename
                  </Button>
                  <Button
                    kind="quiet"
                    aria-label={`Remove ${nameOf(passkey)}`}
                    onClick={() => setDialog({ kind: 'remove', passkey })}
                  >
                    Remove
                  </Button>
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
      {dialog?.kind === 'add' && (
        <NameDialog
          title="Add a passkey"
          description="Your browser will ask you next."
          submit="Add passkey"
          name=""
          onSubmit={addPasskey}
          onDone={() => {
            void refresh()
            close()
            announce('The passkey is added.')
          }}
          onClose={close}
        />
      )}
      {dialog?.kind === 'rename' && (
        <NameDialog
          title="Rename the passkey"
          submit="Save"
          name={dialog.passkey.name ?? ''}
          onSubmit={(name) => renamePasskey(dialog.passkey.id, name)}
          onDone={() => {
            void refresh()
            close()
          }}
          onClose={close}
        />
      )}
      {dialog?.kind === 'remove' && (
        <ConfirmDialog
          title={
            <>
              Remove <bdi>{nameOf(dialog.passkey)}</bdi>?
            </>
          }
          description="It no longer signs you in here, and your other devices are signed out. Remove it from your device as well."
          confirm="Remove passkey"
          onConfirm={async () => {
            await removePasskey(dialog.passkey.id)
            await refresh()
          }}
          onClose={close}
        />
      )}
    </Section>
  )
}

const nameSchema = z.object({ name: z.string().trim().min(1, 'Enter a name.').max(100) })

interface NameDialogProps {
  readonly title: string
  readonly description?: string
  readonly submit: string
  readonly name: string
  readonly onSubmit: (name: string) => Promise<unknown>
  readonly onDone: () => void
  readonly onClose: () => void
}

function NameDialog({ name, onSubmit, ...dialog }: NameDialogProps) {
  const form = useForm({ resolver: zodResolver(nameSchema), defaultValues: { name } })
  return (
    <FormDialog {...dialog} size="small" form={form} onSubmit={({ name }) => onSubmit(name)}>
      <TextField
        label="Name"
        autoComplete="off"
        placeholder="Laptop"
        hint="The device or password manager that stores it."
        error={form.formState.errors.name?.message}
        {...form.register('name')}
      />
    </FormDialog>
  )
}
