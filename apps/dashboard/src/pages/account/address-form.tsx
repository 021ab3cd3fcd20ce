/** The email address of the person at the screen. A link in a mail brings its token in the fragment. */
import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useForm } from 'react-hook-form'
import { useLocation, useNavigate } from 'react-router'
import { z } from 'zod'
import { changeAddress, confirmAddress } from '../../api/account'
import { asApiError } from '../../api/problem'
import { sessionQuery, useUser } from '../../app/session'
import { TextField } from '../../forms/field'
import { announce } from '../../ui/announcer'
import { Button } from '../../ui/button'
import { Section } from '../../ui/page'
import { Note, ProblemNote } from '../../ui/states'

const schema = z.object({ email: z.email('Enter an email address.') })
const TOKEN = /^#address=([\w-]+)$/

export function AddressForm() {
  const user = useUser()
  const queryClient = useQueryClient()
  const link = useAddressLink()
  const form = useForm({ resolver: zodResolver(schema), values: { email: user?.email ?? '' } })
  const save = useMutation({
    mutationFn: ({ email }: z.output<typeof schema>) => changeAddress(email),
    onSuccess: async ({ isPending }) => {
      if (isPending) return announce('We’ve emailed a link to the new address.')
      await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
      announce('Your address is changed.')
    },
  })
  return (
    <Section title="Email">
      <form
        className="card space-y-4 p-5"
        noValidate
        onSubmit={form.handleSubmit((values) => save.mutate(values))}
      >
        {link.isSuccess && <Note tone="ok">Your address is changed.</Note>}
        {link.error && <ProblemNote error={asApiError(link.error)} />}
        <TextField
          label="Email"
          type="email"
          autoComplete="email"
          hint="You sign in with it. When it changes, both addresses get an email and your other devices are signed out."
          error={form.formState.errors.email?.message}
          {...form.register('email')}
        />
        {save.data?.isPending && (
          <Note tone="ok" title="Check the inbox of the new address">
            Open the link there on this device within an hour. Until then nothing changes.
          </Note>
        )}
        {save.error && <ProblemNote error={asApiError(save.error)} />}
        <Button type="submit" busy={save.isPending}>
          Change address
        </Button>
      </form>
    </Section>
  )
}

/** Uses the link's token once, and takes it off the address bar. */
function useAddressLink() {
  const { hash, pathname } = useLocation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const use = useMutation({
    mutationFn: confirmAddress,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  })
  const { mutate } = use
  const used = useRef<string | null>(null)
  const token = TOKEN.exec(hash)?.[1]
  useEffect(() => {
    if (token === undefined || used.current === token) return
    used.current = token
    void navigate(pathname, { replace: true })
    mutate(token)
  }, [token, pathname, navigate, mutate])
  return use
}
