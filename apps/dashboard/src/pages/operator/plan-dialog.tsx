import { PLAN_LIMITS, PLANS } from '@vectreal/auth-core'
import type { ManagementClient } from '@vectreal/scene-api/client'
import { useForm } from 'react-hook-form'
import { type OperatorOrganization, setPlan } from '../../api/operator'
import type { Plan } from '../../api/types'
import { SelectField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { announce } from '../../ui/announcer'
import { Note } from '../../ui/states'
import { describeLimit, PLAN_NAMES } from '../api-keys/plan-room'

export interface OperatorDialogProps {
  readonly client: ManagementClient
  readonly organization: OperatorOrganization
  readonly onClose: () => void
  readonly onDone: () => Promise<void>
}

export function PlanDialog({ client, organization, onClose, onDone }: OperatorDialogProps) {
  const { id, name, plan, keysInUse } = organization
  const form = useForm<{ plan: Plan }>({ defaultValues: { plan } })
  const limit = PLAN_LIMITS[form.watch('plan')]
  return (
    <FormDialog
      title={
        <>
          Change the plan of <bdi>{name}</bdi>
        </>
      }
      submit="Change plan"
      form={form}
      onSubmit={(values) => setPlan(client, id, values.plan)}
      onDone={async (after) => {
        announce(`${name} is on ${PLAN_NAMES[after.plan]} now.`)
        await onDone()
      }}
      onClose={onClose}
    >
      <SelectField label="Plan" {...form.register('plan')}>
        {PLANS.map((one) => (
          <option key={one} value={one}>
            {PLAN_NAMES[one]}: {describeLimit(PLAN_LIMITS[one])}
          </option>
        ))}
      </SelectField>
      {limit !== null && keysInUse > limit && (
        <Note tone="warn">
          {keysInUse} keys are in use, more than this plan allows. They keep working; only new ones are
          refused.
        </Note>
      )}
    </FormDialog>
  )
}
