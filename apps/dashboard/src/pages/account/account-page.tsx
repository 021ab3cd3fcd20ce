import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { changePassword, renameUser } from '../../api/auth'
import { asApiError } from '../../api/problem'
import { sessionQuery, useUser } from '../../app/session'
import { ThemeSwitch } from '../../app/theme-switch'
import { TextField } from '../../forms/field'
import { announce } from '../../ui/announcer'
import { Button } from '../../ui/button'
import { PageView, Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { ProblemNote } from '../../ui/states'
import { AddressForm } from './address-form'
import { DeleteSection } from './delete-section'
import { DevicesSection } from './devices-section'
import { factorsQuery } from './factors-query'
import { PasskeysSection } from './passkeys-section'
import { TwoFactorSection } from './two-factor-section'

const nameSchema = z.object({ name: z.string().trim().min(1, 'Enter your name.').max(100) })
const passwordSchema = z.object({
  current: z.string().min(1, 'Enter your present password.'),
  next: z.string().min(8, 'Use at least 8 characters.').max(128, 'Use at most 128 characters.'),
})

export function Component() {
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
      <Section title="Appearance">
        <div className="card flex items-center justify-between p-5 text-sm">
          <span>Theme of the dashboard on this device</span>
          <ThemeSwitch />
        </div>
      </Section>
      <DeleteSection />
    </PageView>
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
          hint="Shown beside the keys that you make."
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
      await queryClient.invalidateQueries({ queryKey: ['devices'] })
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
          label="Present password"
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
