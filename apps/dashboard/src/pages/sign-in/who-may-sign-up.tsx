/** Says who may make an account here, before anybody fills in a form that would be refused. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { platformQuery } from '../../api/platform'
import { Note } from '../../ui/states'

/** Shows `children`, the form, unless nobody may sign up. Where the server does not say, the form decides. */
export function WhoMaySignUp({ children }: { children: ReactNode }) {
  const { data } = useQuery(platformQuery)
  if (data === undefined || (data.signUp === 'open' && data.signUpDomains.length === 0)) return children
  const contact = data.contactUrl !== null && (
    <>
      {' '}
      <a className="link" href={data.contactUrl}>
        Contact the platform’s administrator
      </a>
      .
    </>
  )
  if (data.signUp === 'closed') {
    return (
      <Note tone="warn" role="status" title="Sign-up is closed">
        No new accounts can be created here.{contact}
      </Note>
    )
  }
  return (
    <>
      <div className="mb-5">
        <Note
          role="status"
          title={data.signUp === 'invited' ? 'By invitation only' : 'Only for some addresses'}
        >
          {data.signUp === 'invited' && 'Use the address that your invitation was sent to. '}
          {data.signUpDomains.length > 0 &&
            `Addresses must end in ${data.signUpDomains.map((domain) => `@${domain}`).join(' or ')}.`}
          {contact}
        </Note>
      </div>
      {children}
    </>
  )
}
