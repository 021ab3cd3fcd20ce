/** Who did something, as they were at that moment. */
import { z } from 'zod'

export const personSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable().meta({ description: 'null for a service token' }),
  })
  .meta({ id: 'Person' })
export type Person = z.output<typeof personSchema>

export const PLANS = ['free', 'pro', 'business', 'enterprise'] as const
export const planSchema = z.enum(PLANS).meta({ id: 'Plan' })
export const ROLES = ['owner', 'admin', 'member', 'viewer'] as const
export const roleSchema = z.enum(ROLES).meta({ id: 'Role' })
export type Role = z.output<typeof roleSchema>
