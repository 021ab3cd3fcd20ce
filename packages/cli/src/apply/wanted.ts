/** What `vectreal.yaml` says: the state that somebody wants. */
import { UnusableError } from '../exit-code.js'
import type { Webhook } from '../platform/types.js'
import { shownUrl } from '@vectreal/scene-api/client'

export interface WantedProject {
  readonly slug: string
  readonly name?: string
  readonly allowedDomains?: readonly string[]
  readonly allowLocalhost?: boolean
  readonly requireVisitorToken?: boolean
}

export interface WantedKey {
  readonly externalId: string
  readonly name?: string
  readonly description?: string | null
  /** Slugs. */
  readonly projects: readonly string[]
  readonly expiresInDays?: 30 | 60 | 90 | null
}

export interface WantedWebhook {
  readonly url: string
  readonly types: readonly Webhook['types'][number][]
  readonly description?: string | null
}

export interface Wanted {
  readonly projects: readonly WantedProject[]
  readonly keys: readonly WantedKey[]
  readonly webhooks: readonly WantedWebhook[]
}

type Check = (value: unknown) => boolean

const isText: Check = (value) => typeof value === 'string' && value !== ''
const isFlag: Check = (value) => typeof value === 'boolean'
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText)
const isDays: Check = (value) => value === null || [30, 60, 90].includes(value as number)
const isNote: Check = (value) => value === null || typeof value === 'string'

interface Form {
  readonly required: Readonly<Record<string, Check>>
  readonly optional: Readonly<Record<string, Check>>
}

const FORMS: Readonly<Record<keyof Wanted, Form>> = {
  projects: {
    required: { slug: isText },
    optional: { name: isText, allowedDomains: isTexts, allowLocalhost: isFlag, requireVisitorToken: isFlag },
  },
  keys: {
    required: { externalId: isText, projects: isTexts },
    optional: { name: isText, description: isNote, expiresInDays: isDays },
  },
  webhooks: { required: { url: isText, types: isTexts }, optional: { description: isNote } },
}

/** Throws `UnusableError` naming the place. What values mean, the platform decides. */
export async function readWanted(text: string): Promise<Wanted> {
  const { parse } = await import('yaml')
  let given: unknown
  try {
    given = parse(text) ?? {}
  } catch (error) {
    throw new UnusableError(`The file is not YAML: ${(error as Error).message}`)
  }
  if (!isRecord(given)) throw new UnusableError('The file must be a map with projects, keys and webhooks.')
  for (const name of Object.keys(given)) {
    if (!(name in FORMS))
      throw new UnusableError(`${name} is not known: there are projects, keys and webhooks.`)
  }
  const list = <Item>(name: keyof Wanted, id: string) => requireList(given[name], name, id) as Item[]
  return {
    projects: list<WantedProject>('projects', 'slug'),
    keys: list<WantedKey>('keys', 'externalId'),
    webhooks: list<WantedWebhook>('webhooks', 'url'),
  }
}

function requireList(value: unknown, name: keyof Wanted, id: string): Record<string, unknown>[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new UnusableError(`${name} must be a list.`)
  const seen = new Set<unknown>()
  return value.map((item: unknown, index) => {
    const at = `${name}[${index}]`
    if (!isRecord(item)) throw new UnusableError(`${at} must be a map.`)
    requireForm(item, FORMS[name], at)
    const given = String(item[id])
    if (id === 'url' && !URL.canParse(given)) {
      throw new UnusableError(`${at}.url must be an address such as https://hooks.example.com/vectreal.`)
    }
    // Two addresses that are shown alike could not be told apart the next time.
    const shown = id === 'url' ? shownUrl(given) : given
    if (seen.has(shown)) throw new UnusableError(`${at}.${id} stands there twice: ${shown}.`)
    seen.add(shown)
    return item
  })
}

function requireForm(item: Record<string, unknown>, { required, optional }: Form, at: string): void {
  const known = { ...required, ...optional }
  for (const [field, value] of Object.entries(item)) {
    const check = known[field]
    if (check === undefined) {
      throw new UnusableError(`${at}.${field} is not known: there are ${Object.keys(known).join(', ')}.`)
    }
    if (!check(value)) throw new UnusableError(`${at}.${field} cannot be ${JSON.stringify(value)}.`)
  }
  for (const field of Object.keys(required)) {
    if (!(field in item)) throw new UnusableError(`${at}.${field} is missing.`)
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
