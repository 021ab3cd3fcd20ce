import { pageUrl } from '../../url'

export const invitationLink = (id: string) => `${window.location.origin}/dashboard${pageUrl.invitation(id)}`
