/** After how long keys that nothing uses end by themselves. */
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

const NEVER = 'never'
const CHOICES = [60, 90, 180, 365]
const schema = z.object({ days: z.string() })

export function UnusedKeysForm({ current }: { current: OrganizationSettings }) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const after = current.endUnusedKeysAfterDays
  const form = useForm({ resolver: zodResolver(schema), values: { days: String(after ?? NEVER) } })
  const save = useMutation({
    mutationFn: ({ days }: z.output<typeof schema>) =>
      updateSettings(organization.id, { endUnusedKeysAfterDays: days === NEVER ? null : Number(days) }),
    onSuccess: (saved) => {
      queryClient.setQueryData(settingsQuery(organization.id).queryKey, saved)
      announce('The rule for unused keys is saved.')
    },
  })
  const mayChange = may.changeSettings(organization.role)
  // A program may have set another number.
  const choices = after === null || CHOICES.includes(after) ? CHOICES : [...CHOICES, after]
  return (
    <Section
      title="Unused keys"
      lead="An unused key is a risk without a benefit. Owners and admins get an email 14 days before a key is revoked, and it appears under Key health. Using the key before then keeps it."
    >
      <form
        className="card space-y-4 p-5"
        noValidate
        onSubmit={form.handleSubmit((values) => save.mutate(values))}
      >
        <SelectField
          label="Revoke unused keys"
          disabled={!mayChange}
          {...(!mayChange && { hint: 'Only owners can change this.' })}
          {...form.register('days')}
        >
          <option value={NEVER}>Never</option>
          {choices.map((days) => (
            <option key={days} value={days}>
              After {days} days
            </option>
          ))}
        </SelectField>
        {save.error && <ProblemNote error={asApiError(save.error)} />}
        {mayChange && (
          <Button type="submit" busy={save.isPending}>
            Apply to unused keys
          </Button>
        )}
      </form>
    </Section>
  )
}
