/** What a problem document carries besides `type`, `title`, `status`, `detail`, `code` and `requestId`, by its code. */
import type { z } from 'zod'
import type { ProblemCode } from '../problem-codes.js'
import type { Plan } from '../schemas/actor.js'
import type { ApiKey } from '../schemas/api-keys.js'
import type { modelFlawSchema } from '../schemas/scenes.js'

/** One field that was refused, and why. */
export interface FieldError {
  /** Dotted path of the field, e.g. `allowedDomains.1`; empty for the body as a whole. */
  readonly path: string
  readonly message: string
}

interface Named {
  readonly id: string
  readonly name: string
}

/** Members that single codes add to a problem document. */
export interface ProblemMembers {
  readonly invalid_request: { readonly errors: readonly FieldError[] }
  readonly invalid_model: { readonly errors: readonly z.output<typeof modelFlawSchema>[] }
  readonly model_too_large: { readonly maxBytes: number }
  readonly payload_too_large: { readonly maxBytes?: number }
  readonly quota_exceeded: {
    readonly quota: string
    readonly limit: number | null
    readonly used: number
    /** Absent where no plan has more. */
    readonly plan?: Plan
    readonly nextPlan?: Plan | null
    readonly contactUrl?: string
  }
  readonly key_limit_reached: {
    readonly limit: number | null
    readonly count: number
    readonly plan: Plan
    readonly nextPlan: Plan | null
    readonly contactUrl?: string
  }
  readonly entitlement_required: {
    readonly entitlement: string
    readonly plan: Plan
    readonly plans: readonly Plan[]
  }
  /** `methods`: the proofs that this person has. */
  readonly confirmation_required: {
    readonly methods: readonly ('password' | 'code' | 'passkey' | 'company')[]
  }
  /** The TXT record that is looked for. */
  readonly domain_not_proved: { readonly record: { readonly name: string; readonly value: string } }
  readonly key_not_active: { readonly apiKey: ApiKey }
  /** What is in the way. */
  readonly conflict: {
    readonly apiKey?: ApiKey
    readonly scenes?: readonly Named[]
    readonly apiKeys?: readonly Named[]
    readonly organizations?: readonly Named[]
  }
  readonly organization_suspended: { readonly layer?: 'organization' }
  /** In seconds. */
  readonly rate_limited: { readonly retryAfter?: number }
}

/** Nothing more where a code is not named above. */
export type MembersOf<Code extends ProblemCode> = Code extends keyof ProblemMembers
  ? ProblemMembers[Code]
  : Readonly<Record<string, unknown>>
