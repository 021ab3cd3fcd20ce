/** How QUOTA_FREE and its siblings are written: `projects=20, storedBytes=2GiB, scenes=none`. */
import { type Plan, PLAN_QUOTAS, type PlanQuotas } from '@vectreal/auth-core'

const FORM =
  'must be a list such as "organizations=3, projects=20, scenes=100, keptVersions=10, storedBytes=2GiB", each a whole number or none'
/** Kept versions hold the one in use; a person without an organization could do nothing. */
const LEAST: PlanQuotas = { organizations: 1, projects: 1, scenes: 1, keptVersions: 1, storedBytes: 1024 }

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
}

/** A flaw says what the setting must be, without the setting's name. */
export type ParsedQuotas =
  | { readonly ok: true; readonly quotas: Partial<PlanQuotas> }
  | { readonly ok: false; readonly flaw: string }

export function parseQuotas(text: string): ParsedQuotas {
  const quotas: { -readonly [Quota in keyof PlanQuotas]?: number | null } = {}
  for (const entry of text.split(/[\s,;]+/).filter((part) => part !== '')) {
    const [, name = '', value = ''] = /^(\w+)=(\w+)$/.exec(entry) ?? []
    if (!isQuota(name)) return { ok: false, flaw: FORM }
    const amount = parseAmount(name, value)
    if (amount === undefined) return { ok: false, flaw: FORM }
    if (amount !== null && amount < (LEAST[name] ?? 0)) {
      return { ok: false, flaw: `must have ${name} of at least ${LEAST[name]}` }
    }
    quotas[name] = amount
  }
  return { ok: true, quotas }
}

const isQuota = (name: string): name is keyof PlanQuotas => Object.hasOwn(LEAST, name)

/** Null: no limit. Undefined: not an amount. */
function parseAmount(quota: keyof PlanQuotas, value: string): number | null | undefined {
  if (value === 'none') return null
  const [, digits, unit = ''] = /^(\d{1,12})(KiB|MiB|GiB|TiB)?$/.exec(value) ?? []
  if (digits === undefined || (unit !== '' && quota !== 'storedBytes')) return undefined
  const amount = Number(digits) * (UNITS[unit] ?? 1)
  return Number.isSafeInteger(amount) ? amount : undefined
}

/** What is not given stays as the plan has it. */
export function completeQuotas(
  given: Readonly<Partial<Record<Plan, Partial<PlanQuotas>>>>,
): Readonly<Record<Plan, PlanQuotas>> {
  const of = (plan: Plan): PlanQuotas => ({ ...PLAN_QUOTAS[plan], ...given[plan] })
  return { free: of('free'), pro: of('pro'), business: of('business'), enterprise: of('enterprise') }
}
