/** Where a fresh sign-in in a window of its own ends: the page that asked for it goes on. */
import { useEffect } from 'react'
import { announceArrival } from '../../api/confirm-at-company'
import { AuthFrame } from '../../app/auth-frame'
import { useTitle } from '../../ui/use-title'

export function Component() {
  useTitle('Signed in')
  useEffect(() => {
    announceArrival()
    window.close()
  }, [])
  return (
    <AuthFrame title="Signed in" lead="You can close this window and continue in the other one.">
      {null}
    </AuthFrame>
  )
}
