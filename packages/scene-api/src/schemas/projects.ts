/** Projects and their allowlists. */
import { z } from 'zod'
import { instantSchema, nameSchema, slugSchema } from './text.js'

export const warningSchema = z
  .object({ code: z.string(), pattern: z.string(), message: z.string() })
  .meta({ id: 'AllowlistWarning' })

export const projectSchema = z
  .object({
    id: z.string(),
    organizationId: z.string(),
    name: z.string(),
    slug: z.string(),
    allowedDomains: z.array(z.string()),
    allowLocalhost: z.boolean(),
    requireVisitorToken: z
      .boolean()
      .meta({ description: 'Plain API keys are refused; only visitor tokens open the scenes' }),
    createdAt: instantSchema,
    updatedAt: instantSchema,
    warnings: z.array(warningSchema),
  })
  .meta({ id: 'Project' })
/** A project with its allowlist, and what is doubtful about its entries. */
export type Project = z.output<typeof projectSchema>

/** Entries as typed; the server returns them normalised. */
export const allowedDomainsSchema = z
  .array(z.string().max(4096, 'is too long for a domain'))
  .max(500, 'must have at most 500 entries')

export const createProjectSchema = z
  .strictObject({
    name: nameSchema,
    slug: slugSchema.optional().meta({ description: 'Absent: made from the name' }),
    allowedDomains: allowedDomainsSchema.default([]),
    allowLocalhost: z.boolean().default(true),
    requireVisitorToken: z.boolean().default(false),
  })
  .meta({ id: 'CreateProject' })

export const updateProjectSchema = z
  .strictObject({
    name: nameSchema.optional(),
    slug: slugSchema.optional(),
    allowedDomains: allowedDomainsSchema.optional(),
    allowLocalhost: z.boolean().optional(),
    requireVisitorToken: z.boolean().optional(),
  })
  .meta({ id: 'UpdateProject' })

export const checkOriginSchema = z
  .strictObject({ origin: z.string().min(1).max(2048) })
  .meta({ id: 'CheckOrigin' })
export const checkedOriginSchema = z
  .object({
    allowed: z.boolean(),
    matchedPattern: z.string().nullable(),
    reason: z.enum(['pattern', 'localhost', 'localhost_off', 'no_match', 'not_an_origin']),
  })
  .meta({ id: 'CheckedOrigin' })

export const deleteProjectQuerySchema = z.strictObject({
  confirm: z.enum(['true', 'false']).optional().meta({
    description: '`false`: delete only a project without scenes and without live keys that read it',
  }),
})
