/** Where the person at the screen is signed in. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { devicesQuery, signOutDevice, signOutOtherDevices } from '../../api/account'
import { asApiError } from '../../api/problem'
import { announce } from '../../ui/announcer'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { ProblemNote } from '../../ui/states'
import { Time } from '../../ui/time'

export function DevicesSection() {
  const queryClient = useQueryClient()
  const devices = useQuery(devicesQuery)
  const signOut = useMutation({
    mutationFn: (id: string | 'others') => (id === 'others' ? signOutOtherDevices() : signOutDevice(id)),
    onSuccess: async (_response, id) => {
      await queryClient.invalidateQueries({ queryKey: devicesQuery.queryKey })
      announce(id === 'others' ? 'Your other devices are signed out.' : 'The device is signed out.')
    },
  })
  return (
    <Section
      title="Signed-in devices"
      lead="Don't recognize one? Sign it out and change your password."
      actions={
        (devices.data?.length ?? 0) > 1 && (
          <Button
            busy={signOut.isPending && signOut.variables === 'others'}
            onClick={() => signOut.mutate('others')}
          >
            Sign out other devices
          </Button>
        )
      }
    >
      {signOut.error && <ProblemNote error={asApiError(signOut.error)} />}
      <QueryView query={devices}>
        {(rows) => (
          <ul className="card divide-y divide-line text-sm">
            {rows.map(({ id, device, address, isCurrent, createdAt, lastSeenAt }) => (
              <li key={id} className="flex flex-wrap items-center gap-x-6 gap-y-2 px-5 py-3">
                <div className="min-w-0 flex-1 basis-56">
                  <p className="user-text flex flex-wrap items-center gap-2 font-medium">
                    {device} {isCurrent && <Badge tone="accent">This device</Badge>}
                  </p>
                  <p className="user-text text-xs text-muted">
                    {address !== null && `${address} · `}signed in <Time at={createdAt} show="date-time" />
                  </p>
                </div>
                <span className="text-muted">
                  last used <Time at={lastSeenAt} show="date-time" />
                </span>
                {!isCurrent && (
                  <Button
                    kind="quiet"
                    aria-label={`Sign out ${device}`}
                    busy={signOut.isPending && signOut.variables === id}
                    onClick={() => signOut.mutate(id)}
                  >
                    Sign out
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </Section>
  )
}
