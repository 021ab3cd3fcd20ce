/** The responses of the management API, as its own schemas say them. */
import type { z } from 'zod'
import type {
  ApiKey as ApiKeyAnswer,
  planSchema,
  Project as ProjectAnswer,
  Role as RoleName,
  Scene as SceneAnswer,
  ServiceToken as ServiceTokenAnswer,
  SigningKey as SigningKeyAnswer,
  Webhook as WebhookAnswer,
  WebhookDelivery as WebhookDeliveryAnswer,
} from '@vectreal/scene-api/schemas'
export type { WebhookEventType } from '@vectreal/scene-api/schemas'

export type Role = RoleName
export type Plan = z.output<typeof planSchema>
export type ApiKey = Readonly<ApiKeyAnswer>
export type KeyStatus = ApiKey['status']
export type Project = Readonly<ProjectAnswer>
export type Scene = Readonly<SceneAnswer>
export type Webhook = Readonly<WebhookAnswer>
export type WebhookDelivery = Readonly<WebhookDeliveryAnswer>
export type ServiceToken = Readonly<ServiceTokenAnswer>
export type SigningKey = Readonly<SigningKeyAnswer>
export interface Organization {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly plan: Plan
  readonly role: Role
  /** Whether members without a second factor are shut out. */
  readonly requireTwoFactor: boolean
  /** Whether this session is of no use there: the organization wants its own sign-in. */
  readonly wantsCompanySignIn: boolean
  /** Since when the operator of the server keeps its embeds from being served; null: they are served. */
  readonly suspendedAt: string | null
}
