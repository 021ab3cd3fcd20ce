/** From what is wanted and what there is: the steps between them. Nothing is ever deleted or ended. */
import type { ApiKey, Project, Webhook } from '../platform/types.js'
import { shownUrl } from '@vectreal/scene-api/client'
import type { Wanted, WantedKey, WantedProject, WantedWebhook } from './wanted.js'

export interface Present {
  readonly projects: readonly Project[]
  readonly keys: readonly ApiKey[]
  readonly webhooks: readonly Webhook[]
}

export type Step =
  | { readonly do: 'create'; readonly what: 'project'; readonly name: string; readonly body: WantedProject }
  | { readonly do: 'create'; readonly what: 'key'; readonly name: string; readonly body: WantedKey }
  | { readonly do: 'create'; readonly what: 'webhook'; readonly name: string; readonly body: WantedWebhook }
  | {
      readonly do: 'change'
      readonly what: 'project' | 'key' | 'webhook'
      readonly name: string
      readonly id: string
      readonly body: Readonly<Record<string, unknown>>
    }
  /** What the platform cannot change: somebody has to decide. */
  | { readonly do: 'refuse'; readonly what: 'key'; readonly name: string; readonly reason: string }

/** @param normalize the stored form of an allowlist entry */
export function planSteps(wanted: Wanted, present: Present, normalize: (entry: string) => string): Step[] {
  return [
    ...wanted.projects.flatMap((project) => planProject(project, present.projects, normalize)),
    ...wanted.keys.flatMap((key) => planKey(key, present)),
    ...wanted.webhooks.flatMap((webhook) => planWebhook(webhook, present.webhooks)),
  ]
}

function planProject(
  body: WantedProject,
  projects: readonly Project[],
  normalize: (entry: string) => string,
): Step[] {
  const name = body.slug
  const there = projects.find(({ slug }) => slug === body.slug)
  const { slug: _slug, allowedDomains, ...rest } = body
  const domains = allowedDomains && [...new Set(allowedDomains.map(normalize))]
  if (!there) return [{ do: 'create', what: 'project', name, body }]
  const changes = differing(rest, there)
  if (domains && domains.toSorted().join(' ') !== there.allowedDomains.toSorted().join(' ')) {
    changes.allowedDomains = domains
  }
  return changed('project', name, there.id, changes)
}

function planKey(body: WantedKey, { keys, projects }: Present): Step[] {
  const name = body.externalId
  const live = keys.filter(
    ({ externalId, status }) => externalId === name && ['active', 'expiring'].includes(status),
  )
  const [there] = live
  if (!there) return [{ do: 'create', what: 'key', name, body }]
  const slugOf = (id: string) => projects.find((project) => project.id === id)?.slug ?? id
  const has = there.projects.map(({ id }) => slugOf(id)).toSorted()
  if (has.join(' ') !== [...new Set(body.projects)].toSorted().join(' ')) {
    const reason = `Its projects are ${has.join(', ')}, and the projects of a key never change: give the new key an externalId of its own, then revoke this one.`
    return [{ do: 'refuse', what: 'key', name, reason }]
  }
  const { name: label, description } = body
  const given = {
    ...(label !== undefined && { name: label }),
    ...(description !== undefined && { description }),
  }
  return changed('key', name, there.id, differing(given, there))
}

function planWebhook(body: WantedWebhook, webhooks: readonly Webhook[]): Step[] {
  const name = shownUrl(body.url)
  const there = webhooks.find(({ url, format }) => url === name && format === 'standard')
  if (!there) return [{ do: 'create', what: 'webhook', name, body }]
  const { url: _url, types, ...rest } = body
  const changes = differing(rest, there)
  if ([...new Set(types)].toSorted().join(' ') !== there.types.toSorted().join(' ')) changes.types = types
  return changed('webhook', name, there.id, changes)
}

function changed(
  what: 'project' | 'key' | 'webhook',
  name: string,
  id: string,
  body: Record<string, unknown>,
): Step[] {
  return Object.keys(body).length === 0 ? [] : [{ do: 'change', what, name, id, body }]
}

function differing(wanted: object, there: object): Record<string, unknown> {
  const present = there as Record<string, unknown>
  return Object.fromEntries(Object.entries(wanted).filter(([field, value]) => present[field] !== value))
}
