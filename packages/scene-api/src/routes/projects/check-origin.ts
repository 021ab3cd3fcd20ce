/** `POST …/projects/:project/check-origin`: what the allowlist says of an origin, by the rule that embeds meet. */
import { compileAllowlist } from '@vectreal/auth-core'
import * as contract from '../../contract/projects.js'
import { route } from '../../mount/route.js'
import { requireProjectRow } from '../../domain/projects/find-project.js'

export const checkOrigin = route({
  operation: contract.checkOrigin,
  async handle({ context: { db }, access, params, body }) {
    const row = await requireProjectRow(db, access.organization.id, params.project)
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
