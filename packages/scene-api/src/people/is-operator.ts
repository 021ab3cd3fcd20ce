/** Whether a request carries `Bearer OPERATOR_TOKEN`. */
import type { IncomingHttpHeaders } from 'node:http'
import { equalSecrets } from '@vectreal/auth-core'

/** Unlike tokens of ours this one is chosen by people: any visible characters. */
const HEADER = /^Bearer +([\x21-\x7e]+)$/i

export function isOperator({ authorization = '' }: IncomingHttpHeaders, operatorToken: string): boolean {
  const given = HEADER.exec(authorization)?.[1]
  return given !== undefined && equalSecrets(given, operatorToken)
}
