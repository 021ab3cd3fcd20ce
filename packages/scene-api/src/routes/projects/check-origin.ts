/** `POST …/projects/:project/check-origin`: what the allowlist says of an origin, by the rule that embeds meet. */
import { compileAllowlist } from '@vectreal/auth-core'
import { defineOperation } from '../../http/operation.js'
import { requireProjectRow } from '../../projects/find-project.js'
import { checkedOriginSchema, checkOriginSchema } from '../../schemas/projects.js'

export const checkOrigin = defineOperation({
  id: 'checkOrigin',
  method: 'post',
  path: '/api/organizations/{org}/projects/{project}/check-origin',
  tag: 'Projects',
  summary: 'Check an origin against the allowlist',
  permission: 'project:read',
  whileSuspended: true,
  body: checkOriginSchema,
  success: { status: 200, description: 'Whether and why', schema: checkedOriginSchema },
  async handle({ context: { db }, access, params, body }) {
    const row = await requireProjectRow(db, access.organization.id, params.project as string)
    return compileAllowlist(row).match(originOf(body.origin.trim()))
  },
})

/** A pasted page address is reduced to its origin, as the browser would send it. An app's is `scheme://host`. */
function originOf(text: string): string {
  try {
    const { origin, protocol, host } = new URL(text)
    return origin === 'null' && host !== '' ? `${protocol}//${host}` : origin
  } catch {
    return text
  }
}
