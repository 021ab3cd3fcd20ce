/** Who did something, as they were at that moment. */
import { z } from 'zod'

export const personSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable().meta({ description: 'null for a service token' }),
  })
  .meta({ id: 'Person' })
/** A user or a service token, named as it was when it acted. */
export type Person = z.output<typeof personSchema>

export const PLANS = ['free', 'pro', 'business', 'enterprise'] as const
export const planSchema = z.enum(PLANS).meta({ id: 'Plan' })
export type Plan = z.output<typeof planSchema>
export const ROLES = ['owner', 'admin', 'member', 'viewer'] as const
export const roleSchema = z.enum(ROLES).meta({ id: 'Role' })
/** What a member may do in an organization, from everything (`owner`) to reading (`viewer`). */
export type Role = z.output<typeof roleSchema>
