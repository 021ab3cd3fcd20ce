import { AuthFrame } from '../../app/auth-frame'
import type { InvitationEnd } from '../../api/invitations'
import { ButtonLink } from '../../ui/button'
import { pageUrl } from '../../url'

const ENDS: Record<InvitationEnd | 'unknown', { readonly title: string; readonly text: string }> = {
  accepted: {
    title: 'This invitation was used',
    text: 'It has already been accepted. If that was you, just sign in.',
  },
  expired: {
    title: 'This invitation has expired',
    text: 'Invitations work for seven days. Ask whoever invited you for a new one.',
  },
  canceled: {
    title: 'This invitation was withdrawn',
    text: 'It was cancelled, or replaced by a newer one. Look for a newer link, or ask for one.',
  },
  rejected: {
    title: 'This invitation was declined',
    text: 'If that was a mistake, ask whoever invited you for a new one.',
  },
  unknown: {
    title: 'We couldn’t find this invitation',
    text: 'Part of the link may be missing. Open the complete link that you were given, or ask for a new one.',
  },
}

export function EndedInvitation({ end, isSignedIn }: { end: keyof typeof ENDS; isSignedIn: boolean }) {
  const { title, text } = ENDS[end]
  return (
    <AuthFrame title={title} lead={text}>
      <ButtonLink kind="primary" className="w-full" to={isSignedIn ? pageUrl.overview : pageUrl.signIn()}>
        {isSignedIn ? 'Go to the overview' : 'Sign in'}
      </ButtonLink>
    </AuthFrame>
  )
}
