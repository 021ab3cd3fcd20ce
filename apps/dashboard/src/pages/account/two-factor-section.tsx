/** The authenticator app of the person at the screen. */
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useState } from 'react'
import type { Factors } from '../../api/account'
import { removeApp, renewRecoveryCodes } from '../../api/factors'
import { announce } from '../../ui/announcer'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { Section } from '../../ui/page'
import { factorsQuery } from './factors-query'
import { PasswordDialog } from './password-dialog'
import { RecoveryCodesDialog } from './recovery-codes-dialog'

// The QR code brings its encoder along; the page shows without it.
const AppSetupDialog = lazy(async () => ({ default: (await import('./app-setup-dialog')).AppSetupDialog }))

type OpenDialog = { kind: 'set-up' | 'renew' | 'remove' } | { kind: 'codes'; codes: readonly string[] } | null

export function TwoFactorSection({ factors }: { factors: Factors }) {
  const queryClient = useQueryClient()
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const close = useCallback(() => setDialog(null), [])
  const refresh = () => void queryClient.invalidateQueries({ queryKey: factorsQuery.queryKey })
  const { authenticatorApp, recoveryCodesLeft, password: hasPassword } = factors
  return (
    <Section
      title="Two-factor sign-in"
      lead="A code from an app on your phone, in addition to your password. A stolen password alone is then not enough to sign in."
    >
      <div className="card flex flex-wrap items-center justify-between gap-4 p-5 text-sm">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2 font-medium">
            Authenticator app
            <Badge tone={authenticatorApp ? 'ok' : 'neutral'}>{authenticatorApp ? 'On' : 'Off'}</Badge>
          </p>
          {authenticatorApp && (
            <p className="mt-1 text-muted">
              {recoveryCodesLeft === 1
                ? '1 recovery code is left.'
                : `${recoveryCodesLeft} recovery codes are left.`}
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          {authenticatorApp ? (
            <>
              <Button onClick={() => setDialog({ kind: 'renew' })}>New recovery codes</Button>
              <Button onClick={() => setDialog({ kind: 'remove' })}>Turn off</Button>
            </>
          ) : (
            <Button kind="primary" onClick={() => setDialog({ kind: 'set-up' })}>
              Set up an app
            </Button>
          )}
        </div>
      </div>
      {dialog?.kind === 'set-up' && (
        <Suspense fallback={null}>
          <AppSetupDialog hasPassword={hasPassword} onChanged={refresh} onClose={close} />
        </Suspense>
      )}
      {dialog?.kind === 'renew' && (
        <PasswordDialog
          title="Create new recovery codes"
          description="The old ones stop working."
          submit="Create new codes"
          hasPassword={hasPassword}
          onSubmit={renewRecoveryCodes}
          onDone={({ backupCodes }) => {
            refresh()
            setDialog({ kind: 'codes', codes: backupCodes })
          }}
          onClose={close}
        />
      )}
      {dialog?.kind === 'remove' && (
        <PasswordDialog
          title="Turn two-factor sign-in off?"
          description="You then sign in with your password alone. Your other devices are signed out."
          submit="Turn off"
          hasPassword={hasPassword}
          onSubmit={removeApp}
          onDone={() => {
            refresh()
            close()
            announce('Two-factor sign-in is off.')
          }}
          onClose={close}
        />
      )}
      {dialog?.kind === 'codes' && <RecoveryCodesDialog codes={dialog.codes} onClose={close} />}
    </Section>
  )
}
