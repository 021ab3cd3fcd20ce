/** The answers of the management API, as its own schemas say them. */
import type { z } from 'zod'
import type {
  ApiKey as ApiKeyAnswer,
  CalendarFeed as CalendarFeedAnswer,
  checkedAllowlistSchema,
  createdCalendarFeedSchema,
  planSchema,
  Project as ProjectAnswer,
  Role as RoleName,
  Scene as SceneAnswer,
  ServiceToken as ServiceTokenAnswer,
} from '@vectreal/scene-api/schemas'

export type Role = RoleName
export type Plan = z.output<typeof planSchema>
export type ApiKey = Readonly<ApiKeyAnswer>
export type KeyStatus = ApiKey['status']
export type Project = Readonly<ProjectAnswer>
export type Scene = Readonly<SceneAnswer>
export type ServiceToken = Readonly<ServiceTokenAnswer>
export type AllowlistCheck = z.output<typeof checkedAllowlistSchema>
export type CalendarFeed = Readonly<CalendarFeedAnswer>
export type CreatedCalendarFeed = z.output<typeof createdCalendarFeedSchema>

export interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

export interface Organization {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly plan: Plan
  readonly role: Role
  /** Whether members without a second factor are shut out. */
  readonly requireTwoFactor: boolean
}
