/** What a new session is marked with. */
import { requestFacts } from '../domain/audit/request-facts.js'
import { markCompanySession } from './company/company-call.js'

/** For the library's hook. The address is the one of the audit log: the library would cut it down to its subnet. */
export async function markSession(): Promise<{ data: Record<string, unknown> }> {
  const address = requestFacts.getStore()?.address
  return { data: { ...(address && { ipAddress: address }), ...markCompanySession() } }
}
