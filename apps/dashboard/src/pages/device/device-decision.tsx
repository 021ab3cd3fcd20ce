import { useMutation, useQuery } from '@tanstack/react-query'
import type { DeviceLogin } from '@vectreal/scene-api/schemas'
import { Link } from 'react-router'
import { decideDeviceLogin, deviceLoginQuery } from '../../api/device-logins'
import { asApiError } from '../../api/problem'
import { useOrganization } from '../../app/session'
import { Button } from '../../ui/button'
import { Facts } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { Note, ProblemNote } from '../../ui/states'
import { Time } from '../../ui/time'
import { pageUrl } from '../../url'

interface Props {
  readonly code: string
  readonly onOther: () => void
}

export function DeviceDecision({ code, onOther }: Props) {
  const organization = useOrganization()
  const login = useQuery(deviceLoginQuery(organization.id, code))
  if (login.isError && asApiError(login.error).status === 404) {
    return (
      <Note
        tone="warn"
        role="alert"
        title="No sign-in is waiting for this code"
        actions={<Button onClick={onOther}>Enter another code</Button>}
      >
        A code works once, for 10 minutes. Run <code>vectreal login</code> again for a new one.
      </Note>
    )
  }
  return <QueryView query={login}>{(found) => <Decision login={found} code={code} />}</QueryView>
}

function Decision({ login, code }: { login: DeviceLogin; code: string }) {
  const organization = useOrganization()
  const decide = useMutation({
    mutationFn: (isAllowed: boolean) => decideDeviceLogin(organization.id, code, isAllowed),
  })
  if (decide.isSuccess) return <Decided isAllowed={decide.variables} />
  return (
    <div className="card max-w-2xl">
      <div className="space-y-2 p-5 pb-0 text-sm">
        <p>
          Does your terminal show this code? Allow it only if you ran <code>vectreal login</code> yourself,
          just now.
        </p>
        <p className="font-mono text-2xl font-semibold tracking-widest">{login.userCode}</p>
      </div>
      <Facts
        items={[
          ['Device name', <bdi key="name">{login.name}</bdi>],
          ['Requested from', login.address],
          ['Requested', <Time key="time" at={login.requestedAt} show="relative" />],
        ]}
      />
      <div className="space-y-4 border-t border-line p-5 text-sm">
        <p>
          For 90 days, it can do in{' '}
          <strong>
            <bdi>{organization.name}</bdi>
          </strong>{' '}
          what an admin can with projects, scenes, keys and webhooks, but not with people or service tokens.
          You can revoke it any time under{' '}
          <Link className="link" to={pageUrl.serviceTokens}>
            Service tokens
          </Link>
          .
        </p>
        {decide.error && <ProblemNote error={asApiError(decide.error)} />}
        <div className="flex flex-wrap gap-2">
          <Button
            kind="primary"
            busy={decide.isPending && decide.variables}
            onClick={() => decide.mutate(true)}
          >
            Allow
          </Button>
          <Button busy={decide.isPending && !decide.variables} onClick={() => decide.mutate(false)}>
            Don’t allow
          </Button>
        </div>
      </div>
    </div>
  )
}

function Decided({ isAllowed }: { isAllowed: boolean }) {
  return isAllowed ? (
    <Note tone="ok" role="status" title="Allowed. You can close this tab">
      The terminal continues on its own within a few seconds.
    </Note>
  ) : (
    <Note role="status" title="Not allowed. You can close this tab">
      The terminal isn’t signed in.
    </Note>
  )
}
