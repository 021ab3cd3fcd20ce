import { PLAN_LIMITS } from '@vectreal/auth-core'
import { pageUrl } from '../../url'
import { ButtonLink } from '../../ui/button'
import { Note } from '../../ui/states'
import { TalkToUs } from '../plan/talk-to-us'
import { describeLimit, PLAN_NAMES, type PlanRoom } from './plan-room'

interface LimitNoteProps {
  readonly room: PlanRoom
  readonly organization: string
  /** Given where it appears after a press. */
  readonly role?: 'alert'
}

/** Names the plan, its limit and the next plan; nothing that exists stops working. */
export function LimitNote({ room, organization, role }: LimitNoteProps) {
  return (
    <Note
      tone="warn"
      role={role}
      title={
        <>
          The {PLAN_NAMES[room.plan]} plan of <bdi>{organization}</bdi> includes {describeLimit(room.limit)},
          and {room.inUse} are in use
        </>
      }
      actions={
        <>
          <ButtonLink to={pageUrl.plan}>Compare plans</ButtonLink>
          <TalkToUs />
        </>
      }
    >
      Your keys keep working. To create another one, revoke a key that you no longer need
      {room.nextPlan === null
        ? '.'
        : `, or move to ${PLAN_NAMES[room.nextPlan]} for ${describeLimit(PLAN_LIMITS[room.nextPlan])}.`}
    </Note>
  )
}
