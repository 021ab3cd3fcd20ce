/** During an overlap: who still uses the old key, and the ways to end or extend it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { apiKeyQuery, apiKeysKey, moveOverlapEnd } from '../../api/api-keys'
import { asApiError } from '../../api/problem'
import type { ApiKey } from '../../api/types'
import { usageQuery } from '../../api/usage'
import { useOrganization } from '../../app/session'
import { counted } from '../../ui/counted'
import { announce } from '../../ui/announcer'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { Section } from '../../ui/page'
import { Note, ProblemNote } from '../../ui/states'
import { Time } from '../../ui/time'
import { pageUrl } from '../../url'
import { KeyPreview } from './key-status'
import { mergeOrigins } from './merge-usage'
import { originLabel } from './usage-summary'

const DAY_MS = 86_400_000
const QUIET_MS = DAY_MS
const DAYS = 7

/** Shown on the page of the old key and on that of the new one, as long as both work. */
export function RotationCockpit({ apiKey }: { apiKey: ApiKey }) {
  const organization = useOrganization()
  const otherId = apiKey.status === 'rotating' ? null : apiKey.rotatedFromId
  const predecessor = useQuery({ ...apiKeyQuery(organization.id, otherId ?? ''), enabled: otherId !== null })
  const old = apiKey.status === 'rotating' ? apiKey : predecessor.data
  return old?.status === 'rotating' && old.revokesAt !== null ? (
    <Cockpit old={old} revokesAt={old.revokesAt} />
  ) : null
}

function Cockpit({ old, revokesAt }: { old: ApiKey; revokesAt: string }) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const [finishing, setFinishing] = useState(false)
  const now = useNow(15_000)
  const usage = useQuery(
    usageQuery({ organizationId: organization.id, keyId: old.id, by: 'origin', days: DAYS }),
  )
  const origins = mergeOrigins(usage.data ?? []).filter(({ loads }) => loads > 0)
  const lastUse = origins.reduce<number>(
    (latest, { lastSeenAt }) => Math.max(latest, lastSeenAt === null ? 0 : Date.parse(lastSeenAt)),
    0,
  )
  const quiet = usage.isSuccess && now - lastUse >= QUIET_MS
  const refresh = () => queryClient.invalidateQueries({ queryKey: apiKeysKey(organization.id) })

  const move = useMutation({
    mutationFn: (end: Date) => moveOverlapEnd(organization.id, old.id, end),
    onSuccess: async () => {
      await refresh()
      announce('The end of the overlap has changed.')
    },
  })
  const limit = old.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(old.expiresAt)
  const oneMoreDay = new Date(Math.min(Date.parse(revokesAt) + DAY_MS, limit))
  // A day after its last use: if it is used again before then, come back and extend.
  const whenQuiet = new Date(Math.min((lastUse === 0 ? now : lastUse) + QUIET_MS, limit))

  return (
    <Section title="Rotation in progress">
      <div className="card space-y-4 p-5 text-sm">
        <p>
          The old key <KeyPreview preview={old.preview} /> ends <Time at={revokesAt} show="relative" /> (
          <Time at={revokesAt} show="date-time" />
          ).{' '}
          {old.replacedById !== null && (
            <Link className="link" to={pageUrl.apiKey(old.replacedById)}>
              Open the new key
            </Link>
          )}
        </p>
        {usage.isError ? (
          <Note tone="warn">We couldn’t check who still uses the old key.</Note>
        ) : quiet ? (
          <Note tone="ok" role="status" title="Nobody used the old key in the last 24 hours">
            Your pages have moved over. You can finish now.
          </Note>
        ) : (
          usage.isSuccess && (
            <div>
              <p className="font-medium">Pages that still use the old key</p>
              <ul
                aria-label="Origins of the old key"
                className="mt-2 divide-y divide-line rounded-lg border border-line"
              >
                {origins.map(({ origin, loads, lastSeenAt }) => (
                  <li
                    key={origin}
                    className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-2"
                  >
                    <span className="user-text min-w-0 font-medium">{originLabel(origin)}</span>
                    <span className="flex items-center gap-2 text-muted">
                      {counted(loads, 'load')} in {DAYS} days
                      {lastSeenAt !== null && (
                        <Badge tone={now - Date.parse(lastSeenAt) < QUIET_MS ? 'warn' : 'neutral'}>
                          last <Time at={lastSeenAt} show="relative" />
                        </Badge>
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            </div>
          )
        )}
        {move.error && <ProblemNote error={asApiError(move.error)} />}
        <div className="flex flex-wrap gap-2">
          <Button kind={quiet ? 'primary' : 'secondary'} onClick={() => setFinishing(true)}>
            Finish now
          </Button>
          <Button busy={move.isPending} onClick={() => move.mutate(oneMoreDay)}>
            One more day
          </Button>
          {!quiet && (
            <Button busy={move.isPending} onClick={() => move.mutate(whenQuiet)}>
              Finish when quiet for 24 hours
            </Button>
          )}
        </div>
        {!quiet && lastUse > 0 && (
          <p className="text-xs text-muted">
            “Finish when quiet” sets the end to 24 hours after the last use,{' '}
            <Time at={whenQuiet.toISOString()} show="date-time" />. If a page uses the old key again before
            then, press it again.
          </p>
        )}
      </div>
      {finishing && (
        <ConfirmDialog
          title={
            <>
              End the old key (<KeyPreview preview={old.preview} />) now?
            </>
          }
          description="It is revoked immediately. This can’t be undone."
          confirm="Finish now"
          onConfirm={async () => {
            await moveOverlapEnd(organization.id, old.id, new Date())
            await refresh()
          }}
          onClose={() => setFinishing(false)}
        >
          {!quiet && origins.length > 0 && (
            <p className="user-text text-sm">
              Still in use from {origins.map(({ origin }) => originLabel(origin)).join(', ')}. These pages
              fail unless they have the new key.
            </p>
          )}
        </ConfirmDialog>
      )}
    </Section>
  )
}

function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
