/** Who belongs to an organization, and who has been invited. */
import { z } from 'zod'
import { roleSchema } from './actor.js'
import { listOf, searchQuerySchema } from './list.js'
import { instantSchema } from './text.js'

export const memberListQuerySchema = searchQuerySchema.extend({
  q: searchQuerySchema.shape.q.meta({
    description: 'Only those with this text in their name or address, in any case',
  }),
  role: roleSchema.optional(),
  hasSecondFactor: z.enum(['true', 'false']).optional().meta({ description: 'For owners and admins' }),
  outsideDomain: z.string().trim().min(1).max(255).optional().meta({
    description:
      'Only those whom required company sign-in at this mail domain would lock out: everyone with an address elsewhere, except owners',
  }),
})
/** Which page of members, and which of them. */
export type MemberListQuery = z.output<typeof memberListQuerySchema>

export const organizationMemberSchema = z
  .strictObject({
    id: z.string(),
    userId: z.string(),
    name: z.string(),
    email: z.string(),
    role: roleSchema,
    createdAt: instantSchema.meta({ description: 'When they joined' }),
    hasSecondFactor: z.boolean().nullable().meta({
      description:
        'Whether an authenticator app or a passkey is set up; null: only owners and admins may know',
    }),
  })
  .meta({ id: 'OrganizationMember' })
/** Somebody who belongs to an organization. */
export type OrganizationMember = z.output<typeof organizationMemberSchema>

export const memberListSchema = listOf(organizationMemberSchema).extend({
  total: z.int().min(0).meta({ description: 'How many match, on all pages together' }),
})

export const invitationListQuerySchema = searchQuerySchema.extend({
  q: searchQuerySchema.shape.q.meta({
    description: 'Only those with this text in their address, in any case',
  }),
})

export const openInvitationSchema = z
  .strictObject({
    id: z.string(),
    email: z.string(),
    role: roleSchema,
    createdAt: instantSchema,
    expiresAt: instantSchema,
  })
  .meta({ id: 'OpenInvitation' })
/** An invitation that can still be accepted. */
export type OpenInvitation = z.output<typeof openInvitationSchema>
