/** How much room an organization's plan has for keys: API keys and signing keys count alike. */
import { useQuery } from '@tanstack/react-query'
import { quotasQuery } from '../../api/quotas'
import type { Organization } from '../../api/types'
import { type PlanRoom, planRoom } from './plan-room'

/** Undefined while it is not known. */
export function useKeyRoom({ id, plan }: Pick<Organization, 'id' | 'plan'>): PlanRoom | undefined {
  const { data } = useQuery(quotasQuery(id))
  const keys = data?.items.find(({ quota }) => quota === 'apiKeys')
  return keys && planRoom(plan, keys.used)
}
