/** The responses of the management API, as its own schemas say them. */
import type { z } from 'zod'
import type {
  ApiKey as ApiKeyResponse,
  planSchema,
  Project as ProjectResponse,
  Role as RoleName,
  Scene as SceneResponse,
  ServiceToken as ServiceTokenResponse,
  SigningKey as SigningKeyResponse,
  Webhook as WebhookResponse,
  WebhookDelivery as WebhookDeliveryResponse,
} from '@vectreal/scene-api/schemas'
export type { WebhookEventType } from '@vectreal/scene-api/schemas'

export type Role = RoleName
export type Plan = z.output<typeof planSchema>
export type ApiKey = Readonly<ApiKeyResponse>
export type KeyStatus = ApiKey['status']
export type Project = Readonly<ProjectResponse>
export type Scene = Readonly<SceneResponse>
export type Webhook = Readonly<WebhookResponse>
export type WebhookDelivery = Readonly<WebhookDeliveryResponse>
export type ServiceToken = Readonly<ServiceTokenResponse>
export type SigningKey = Readonly<SigningKeyResponse>
export interface Organization {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly plan: Plan
  readonly role: Role
  /** Whether members without a second factor are locked out. */
  readonly requireTwoFactor: boolean
  /** Whether this session is of no use there: the organization wants its own sign-in. */
  readonly wantsCompanySignIn: boolean
  /** Since when the operator of the server keeps its embeds from being served; null: they are served. */
  readonly suspendedAt: string | null
}
