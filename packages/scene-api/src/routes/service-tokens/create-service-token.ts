/** `POST …/service-tokens`. The response carries the token, once. */
import * as contract from '../../contract/service-tokens.js'
import { issueServiceToken } from '../../domain/keys/issue-service-token.js'
import { createOnce } from '../../mount/idempotency.js'
import { route } from '../../mount/route.js'
import { presentServiceToken } from './present-service-token.js'

export const createServiceToken = route({
  operation: contract.createServiceToken,
  async handle(input) {
    const { context, access, body } = input
    const { result } = await createOnce(input, async (tx) => {
      const { row, token } = await issueServiceToken(tx, context, {
        organizationId: access.organization.id,
        name: body.name,
        expiresInDays: body.expiresInDays,
        by: access.actor,
      })
      return { ...presentServiceToken(row, context.clock.now()), token }
    })
    return result
  },
})
