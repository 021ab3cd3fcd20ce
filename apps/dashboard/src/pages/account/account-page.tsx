import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { changePassword, listDevices, renameUser, signOutOtherDevices } from '../../api/auth'
import { asApiError } from '../../api/problem'
import { sessionQuery, useUser } from '../../app/session'
import { ThemeSwitch } from '../../app/theme-switch'
import { TextField } from '../../forms/field'
import { announce } from '../../ui/announcer'
import { Button } from '../../ui/button'
import { PageView, Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { ProblemNote } from '../../ui/states'
import { Time } from '../../ui/time'
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
        <NameForm />
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
      <Devices />
      <Section title="Appearance">
        <div className="card flex items-center justify-between p-5 text-sm">
          <span>Theme of the dashboard on this device</span>
          <ThemeSwitch />
        </div>
      </Section>
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
        <TextField label="Email" value={user?.email ?? ''} disabled readOnly />
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

function Devices() {
  const queryClient = useQueryClient()
  const devices = useQuery({ queryKey: ['devices'], queryFn: listDevices })
  const signOut = useMutation({
    mutationFn: signOutOtherDevices,
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['devices'] })
      announce('Your other devices are signed out.')
    },
  })
  return (
    <Section
      title="Signed-in devices"
      actions={
        (devices.data?.length ?? 0) > 1 && (
          <Button busy={signOut.isPending} onClick={() => signOut.mutate()}>
            Sign out the others
          </Button>
        )
      }
    >
      {signOut.error && <ProblemNote error={asApiError(signOut.error)} />}
      <QueryView query={devices}>
        {(rows) => (
          <ul className="card divide-y divide-line text-sm">
            {rows.map(({ id, userAgent, createdAt }) => (
              <li key={id} className="flex flex-wrap justify-between gap-x-6 gap-y-1 px-5 py-3">
                <span className="user-text min-w-0">{describeBrowser(userAgent)}</span>
                <span className="text-muted">
                  since <Time at={createdAt} show="date-time" />
                </span>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </Section>
  )
}

/** "Firefox on Linux"; a user agent in full tells nobody anything. */
function describeBrowser(userAgent: string | null): string {
  if (userAgent === null || userAgent === '') return 'Unknown device'
  const find = (names: readonly (readonly [RegExp, string])[], fallback: string) =>
    names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? fallback
  const browser = find(
    [
      [/Edg\//, 'Edge'],
      [/Firefox\//, 'Firefox'],
      [/Chrom(e|ium)\/|CriOS/, 'Chrome'],
      [/Safari\//, 'Safari'],
    ],
    'A browser',
  )
  const system = find(
    [
      [/Android/, 'Android'],
      [/iPhone|iPad/, 'iOS'],
      [/Windows/, 'Windows'],
      [/Mac OS X/, 'macOS'],
      [/Linux/, 'Linux'],
    ],
    'an unknown system',
  )
  return `${browser} on ${system}`
}
