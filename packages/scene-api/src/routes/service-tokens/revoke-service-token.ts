/** `POST …/service-tokens/:token/revoke`. Idempotent. */
import * as contract from '../../contract/service-tokens.js'
import { revokeServiceTokenOnce } from '../../domain/keys/revoke-service-token.js'
import { route } from '../../mount/route.js'
import { presentServiceToken } from './present-service-token.js'

export const revokeServiceToken = route({
  operation: contract.revokeServiceToken,
  async handle({ context: { db, clock }, access: { organization, actor }, params }) {
    const at = clock.now()
    const row = await db.transaction((tx) =>
      revokeServiceTokenOnce(tx, organization.id, params.token, { by: actor, at }),
    )
    return presentServiceToken(row, at)
  },
})
