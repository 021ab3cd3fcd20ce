/** The longest life of a new key. */
import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { asApiError } from '../../api/problem'
import { type OrganizationSettings, settingsQuery, updateSettings } from '../../api/settings'
import { may, useOrganization } from '../../app/session'
import { SelectField } from '../../forms/field'
import { announce } from '../../ui/announcer'
import { Button } from '../../ui/button'
import { Section } from '../../ui/page'
import { ProblemNote } from '../../ui/states'

const ANY = 'any'
const CHOICES = [30, 60, 90]
const schema = z.object({ days: z.string() })

export function KeyLifetimeForm({ current }: { current: OrganizationSettings }) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const max = current.maxKeyLifetimeDays
  const form = useForm({ resolver: zodResolver(schema), values: { days: String(max ?? ANY) } })
  const save = useMutation({
    mutationFn: ({ days }: z.output<typeof schema>) =>
      updateSettings(organization.id, { maxKeyLifetimeDays: days === ANY ? null : Number(days) }),
    onSuccess: (saved) => {
      queryClient.setQueryData(settingsQuery(organization.id).queryKey, saved)
      announce('The maximum lifetime of keys is saved.')
    },
  })
  const mayChange = may.changeSettings(organization.role)
  // A program may have set another number.
  const choices = max === null || CHOICES.includes(max) ? CHOICES : [...CHOICES, max]
  return (
    <Section
      title="Key lifetime"
      lead="Applies to API keys and signing keys created or rotated from now on. Existing keys with a longer lifetime stay valid and appear under Key health."
    >
      <form
        className="card space-y-4 p-5"
        noValidate
        onSubmit={form.handleSubmit((values) => save.mutate(values))}
      >
        <SelectField
          label="Maximum lifetime of a new key"
          disabled={!mayChange}
          {...(!mayChange && { hint: 'Only owners can change this.' })}
          {...form.register('days')}
        >
          <option value={ANY}>No limit</option>
          {choices.map((days) => (
            <option key={days} value={days}>
              {days} days
            </option>
          ))}
        </SelectField>
        {save.error && <ProblemNote error={asApiError(save.error)} />}
        {mayChange && (
          <Button type="submit" busy={save.isPending}>
            Save
          </Button>
        )}
      </form>
    </Section>
  )
}
