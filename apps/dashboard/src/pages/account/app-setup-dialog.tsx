/** Sets an authenticator app up: the password, the QR code with a first code, and the recovery codes. */
import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { type AppSetup, startAppSetup } from '../../api/factors'
import { verifySecondFactor } from '../../api/second-factor'
import { TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { CopyButton } from '../../ui/copy-button'
import { PasswordDialog } from './password-dialog'
import { QrCode } from './qr-code'
import { RecoveryCodesDialog } from './recovery-codes-dialog'

type Step =
  | { kind: 'password' }
  | { kind: 'scan'; setup: AppSetup }
  | { kind: 'codes'; codes: readonly string[] }

interface AppSetupDialogProps {
  readonly hasPassword: boolean
  readonly onChanged: () => void
  readonly onClose: () => void
}

export function AppSetupDialog({ hasPassword, onChanged, onClose }: AppSetupDialogProps) {
  const [step, setStep] = useState<Step>({ kind: 'password' })
  if (step.kind === 'password') {
    return (
      <PasswordDialog
        title="Set up an authenticator app"
        description="Any authenticator app works: Google Authenticator, Microsoft Authenticator, 1Password, Aegis and others."
        submit="Continue"
        hasPassword={hasPassword}
        onSubmit={startAppSetup}
        onDone={(setup) => setStep({ kind: 'scan', setup })}
        onClose={onClose}
      />
    )
  }
  if (step.kind === 'scan') {
    return (
      <ScanDialog
        setup={step.setup}
        onDone={() => {
          onChanged()
          setStep({ kind: 'codes', codes: step.setup.backupCodes })
        }}
        onClose={onClose}
      />
    )
  }
  return <RecoveryCodesDialog codes={step.codes} onClose={onClose} />
}

const codeSchema = z.object({
  code: z
    .string()
    .transform((text) => text.replaceAll(' ', ''))
    .pipe(z.string().regex(/^\d{6}$/, 'Enter the six digits that the app shows.')),
})

function ScanDialog({
  setup,
  onDone,
  onClose,
}: {
  setup: AppSetup
  onDone: () => void
  onClose: () => void
}) {
  const form = useForm({ resolver: zodResolver(codeSchema), defaultValues: { code: '' } })
  const secret = new URL(setup.totpURI).searchParams.get('secret') ?? ''
  return (
    <FormDialog
      title="Scan this code with the app"
      description="The app then shows six digits, and new ones every 30 seconds."
      submit="Turn on"
      form={form}
      onSubmit={({ code }) => verifySecondFactor(code)}
      onDone={onDone}
      onClose={onClose}
    >
      <QrCode text={setup.totpURI} label="QR code for the authenticator app" />
      <div className="text-sm">
        <p className="text-muted">No camera? Type this key into the app:</p>
        <p className="mt-1 flex items-center gap-2">
          <code className="font-mono">{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
          <CopyButton label="Copy the key" text={secret} />
        </p>
      </div>
      <TextField
        label="The six digits"
        inputMode="numeric"
        autoComplete="one-time-code"
        error={form.formState.errors.code?.message}
        {...form.register('code')}
      />
    </FormDialog>
  )
}
