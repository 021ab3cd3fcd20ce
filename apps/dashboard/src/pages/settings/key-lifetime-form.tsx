/** The longest life of a new API key. */
import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { asApiError } from '../../api/problem'
import { type OrganizationSettings, settingsQuery, updateSettings } from '../../api/settings'
import { useOrganization } from '../../app/session'
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
      announce('The longest life of new keys is saved.')
    },
  })
  const mayChange = organization.role === 'owner'
  // A program may have set another number.
  const choices = max === null || CHOICES.includes(max) ? CHOICES : [...CHOICES, max]
  return (
    <Section
      title="Life of API keys"
      lead="Holds for keys that are created or rotated from now on. Keys that live longer stay, and appear under Key health."
    >
      <form
        className="card space-y-4 p-5"
        noValidate
        onSubmit={form.handleSubmit((values) => save.mutate(values))}
      >
        <SelectField label="Longest life of a new key" disabled={!mayChange} {...form.register('days')}>
          <option value={ANY}>Any, also without an end</option>
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
