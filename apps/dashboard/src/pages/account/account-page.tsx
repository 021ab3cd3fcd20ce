import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { devicesQuery } from '../../api/account'
import { changePassword, renameUser } from '../../api/auth'
import { asApiError } from '../../api/problem'
import { sessionQuery, useSession, useUser } from '../../app/session'
import { ThemeSwitch } from '../../app/theme-switch'
import { TextField } from '../../forms/field'
import { announce } from '../../ui/announcer'
import { Button } from '../../ui/button'
import { PageView, Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { Note, ProblemNote } from '../../ui/states'
import { AddressForm } from './address-form'
import { DeleteSection } from './delete-section'
import { DevicesSection } from './devices-section'
import { factorsQuery } from './factors-query'
import { PasskeysSection } from './passkeys-section'
import { TwoFactorSection } from './two-factor-section'

const nameSchema = z.object({ name: z.string().trim().min(1, 'Enter your name.').max(100) })
const passwordSchema = z.object({
  current: z.string().min(1, 'Enter your current password.'),
  next: z.string().min(8, 'Use at least 8 characters.').max(128, 'Use at most 128 characters.'),
})

export function Component() {
  const companyId = useSession()?.session.companyId
  return companyId ? <CompanyAccount /> : <OwnAccount />
}

/** What came in by the company's sign-in changes nothing of how its person signs in. */
function CompanyAccount() {
  return (
    <PageView title="Account" lead="Your name and your signed-in devices.">
      <Note title="You signed in with your company account">
        It opens only this organization. To change your address, set up a password, an app or a passkey, or
        delete the account, sign out and choose “Forgot your password?” on the sign-in page.
      </Note>
      <NameForm />
      <DevicesSection />
      <AppearanceSection />
    </PageView>
  )
}

function OwnAccount() {
  const factors = useQuery(factorsQuery)
  return (
    <PageView title="Account" lead="Your name, what you sign in with, and your signed-in devices.">
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="space-y-6">
          <NameForm />
          <AddressForm />
        </div>
        <PasswordForm />
      </div>
      <QueryView query={factors}>
        {(data) => (
          <>
            <TwoFactorSection factors={data} />
            <PasskeysSection factors={data} />
          </>
        )}
      </QueryView>
      <DevicesSection />
      <AppearanceSection />
      <DeleteSection />
    </PageView>
  )
}

function AppearanceSection() {
  return (
    <Section title="Appearance">
      <div className="card flex items-center justify-between p-5 text-sm">
        <span>Dashboard theme on this device</span>
        <ThemeSwitch />
      </div>
    </Section>
  )
}

function NameForm() {
  const user = useUser()
  const queryClient = useQueryClient()
  const form = useForm({ resolver: zodResolver(nameSchema), values: { name: user?.name ?? '' } })
  const save = useMutation({
    mutationFn: ({ name }: { name: string }) => renameUser(name),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
      announce('Your name is saved.')
    },
  })
  return (
    <Section title="Name">
      <form
        className="card space-y-4 p-5"
        onSubmit={form.handleSubmit((values) => save.mutate(values))}
        noValidate
      >
        <TextField
          label="Name"
          autoComplete="name"
          hint="Shown next to the keys you create."
          error={form.formState.errors.name?.message}
          {...form.register('name')}
        />
        {save.error && <ProblemNote error={asApiError(save.error)} />}
        <Button type="submit" busy={save.isPending}>
          Save name
        </Button>
      </form>
    </Section>
  )
}

function PasswordForm() {
  const form = useForm({ resolver: zodResolver(passwordSchema), defaultValues: { current: '', next: '' } })
  const queryClient = useQueryClient()
  const save = useMutation({
    mutationFn: ({ current, next }: z.output<typeof passwordSchema>) => changePassword(current, next),
    onSuccess: async () => {
      form.reset()
      await queryClient.invalidateQueries({ queryKey: devicesQuery.queryKey })
      announce('Your password is changed. Other devices are signed out.')
    },
  })
  const { errors } = form.formState
  return (
    <Section title="Password">
      <form
        className="card space-y-4 p-5"
        onSubmit={form.handleSubmit((values) => save.mutate(values))}
        noValidate
      >
        <TextField
          label="Current password"
          type="password"
          autoComplete="current-password"
          error={errors.current?.message}
          {...form.register('current')}
        />
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="At least 8 characters. Your other devices are signed out."
          error={errors.next?.message}
          {...form.register('next')}
        />
        {save.error && <ProblemNote error={asApiError(save.error)} />}
        <Button type="submit" busy={save.isPending}>
          Change password
        </Button>
      </form>
    </Section>
  )
}
