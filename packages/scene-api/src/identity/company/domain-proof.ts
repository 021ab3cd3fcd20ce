/** That a domain is an organization's: a TXT record that only whoever runs the domain can set. */
import { randomBytes } from 'node:crypto'
import { equalSecrets } from '@vectreal/auth-core'
import type { ResolveTxt } from '../../settings.js'

export interface TxtRecord {
  readonly name: string
  readonly value: string
}

export const createDomainToken = (): string => randomBytes(24).toString('base64url')

export const recordOf = ({ domain, domainToken }: { domain: string; domainToken: string }): TxtRecord => ({
  name: `_vectreal-sign-in.${domain}`,
  value: `vectreal-sign-in=${domainToken}`,
})

/** `missing`: name servers say so. `unknown`: none of them could be asked. */
export type Standing = 'stands' | 'missing' | 'unknown'

/** What `node:dns` calls a name, or a record of a name, that is not there. */
const NOT_THERE: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA'])

export async function lookUpRecord(resolveTxt: ResolveTxt, record: TxtRecord): Promise<Standing> {
  try {
    const found = await resolveTxt(record.name)
    return found.some((chunks) => equalSecrets(chunks.join('').trim(), record.value)) ? 'stands' : 'missing'
  } catch (error) {
    return NOT_THERE.has((error as NodeJS.ErrnoException).code) ? 'missing' : 'unknown'
  }
}
