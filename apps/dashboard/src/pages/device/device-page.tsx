/** Lets a command line into an organization: the other half of `vectreal login`. */
import { useSearchParams } from 'react-router'
import { may, useOrganization } from '../../app/session'
import { PageView } from '../../ui/page'
import { Note } from '../../ui/states'
import { CodeForm } from './code-form'
import { DeviceDecision } from './device-decision'

/** As people type it; the server knows which codes there are. */
const normalizeCode = (typed: string): string => typed.replaceAll(/[^A-Za-z]/g, '').toUpperCase()

export function Component() {
  const organization = useOrganization()
  const [search, setSearch] = useSearchParams()
  const code = normalizeCode(search.get('code') ?? '')
  return (
    <PageView
      title="Sign in on the command line"
      lead="Approves a sign-in that “vectreal login” started in a terminal."
    >
      {may.manageKeys(organization.role) ? (
        code === '' ? (
          <CodeForm onCode={(typed) => setSearch({ code: typed })} />
        ) : (
          <DeviceDecision key={code} code={code} onOther={() => setSearch({})} />
        )
      ) : (
        <Note title="Owners and admins can do this">
          You are {organization.role === 'member' ? 'a member' : 'a viewer'} of <bdi>{organization.name}</bdi>
          . Ask an owner or admin to open this address, or choose another organization.
        </Note>
      )}
    </PageView>
  )
}
