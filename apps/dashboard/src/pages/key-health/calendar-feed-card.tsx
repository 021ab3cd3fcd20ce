/** The calendar that reminds of expiring keys: made, replaced and ended here; its address is shown once. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { CalendarClock } from 'lucide-react'
import { useCallback, useState } from 'react'
import {
  calendarFeedKey,
  calendarFeedQuery,
  removeCalendarFeed,
  replaceCalendarFeed,
} from '../../api/calendar-feed'
import { useOrganization } from '../../app/session'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { QueryView } from '../../ui/query-view'
import { RevealDialog } from '../../ui/reveal-dialog'
import { Loading } from '../../ui/states'
import { Time } from '../../ui/time'

type OpenDialog = { kind: 'make' } | { kind: 'address'; url: string } | { kind: 'remove' } | null

export function CalendarFeedCard() {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const feed = useQuery(calendarFeedQuery(organization.id))
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const close = useCallback(() => setDialog(null), [])
  // The confirming dialog closes itself once its work is done; by then the address may be on show.
  const closeUnlessAddress = useCallback(
    () => setDialog((open) => (open?.kind === 'address' ? open : null)),
    [],
  )
  const refresh = () => queryClient.invalidateQueries({ queryKey: calendarFeedKey(organization.id) })
  const exists = feed.data !== null
  return (
    <>
      <QueryView query={feed} loading={<Loading rows={1} />}>
        {(data) => (
          <div className="card flex flex-wrap items-center gap-x-4 gap-y-3 p-5 text-sm">
            <CalendarClock aria-hidden size={18} className="shrink-0 text-muted" />
            <div className="min-w-0 flex-1 basis-60">
              {data === null ? (
                <p>No calendar feed yet. Calendar apps that can subscribe to a URL show when keys expire.</p>
              ) : (
                <>
                  <p>
                    A calendar feed is on, made by{' '}
                    <span className="user-text">{data.createdBy.name || data.createdBy.email}</span>.
                  </p>
                  <p className="text-xs text-muted">
                    {data.lastReadAt === null ? (
                      'No calendar has fetched it yet'
                    ) : (
                      <>
                        Last fetched <Time at={data.lastReadAt} />
                      </>
                    )}
                  </p>
                </>
              )}
            </div>
            <Button onClick={() => setDialog({ kind: 'make' })}>
              {data === null ? 'Create a calendar feed' : 'New address'}
            </Button>
            {data !== null && <Button onClick={() => setDialog({ kind: 'remove' })}>End the feed</Button>}
          </div>
        )}
      </QueryView>
      {dialog?.kind === 'make' && (
        <ConfirmDialog
          title={exists ? 'Give the feed a new address?' : 'Create a calendar feed?'}
          description={
            exists
              ? 'The previous address stops working immediately.'
              : 'Anyone with the address can read the names, projects and dates of your keys, but never a token. It is shown once.'
          }
          confirm={exists ? 'Create a new address' : 'Create the feed'}
          kind={exists ? 'danger' : 'primary'}
          onConfirm={async () => {
            const { url } = await replaceCalendarFeed(organization.id)
            await refresh()
            setDialog({ kind: 'address', url })
          }}
          onClose={closeUnlessAddress}
        />
      )}
      {dialog?.kind === 'address' && (
        <RevealDialog title="Copy the address of the feed" token={dialog.url} what="address" onClose={close}>
          <p className="mt-4 text-sm text-muted">
            Subscribe to it in your calendar. Each key has an event 14 days before its end, with one alarm,
            and one at the end.
          </p>
        </RevealDialog>
      )}
      {dialog?.kind === 'remove' && (
        <ConfirmDialog
          title="End the calendar feed?"
          description="Calendars that subscribe to it stop getting events."
          confirm="End the feed"
          onConfirm={async () => {
            await removeCalendarFeed(organization.id)
            await refresh()
          }}
          onClose={close}
        />
      )}
    </>
  )
}
