/** What belongs to the person at the screen and to no organization. */
import { queryOptions } from '@tanstack/react-query'
import { startAuthentication } from '@simplewebauthn/browser'
import type { ResultOf } from '@vectreal/scene-api/client'
import { ceremony } from './ceremony'
import { api } from './client'

export type Factors = ResultOf<'GET /api/account/factors'>
export type Passkey = Factors['passkeys'][number]

export const findFactors = () => api.call('GET /api/account/factors')

export const confirmWith = (proof: { password: string } | { code: string }) =>
  api.call('POST /api/account/confirm', { body: proof })

export async function confirmWithPasskey(): Promise<void> {
  const optionsJSON = await api.call('POST /api/account/confirm/passkey')
  const passkey = await ceremony(() => startAuthentication({ optionsJSON }))
  const { response } = passkey
  await api.call('POST /api/account/confirm', {
    body: { passkey: { ...passkey, response: { ...response } } },
  })
}

export const devicesQuery = queryOptions({
  queryKey: ['devices'],
  queryFn: async () => (await api.call('GET /api/account/sessions')).items,
})
export const signOutDevice = (session: string) =>
  api.call('DELETE /api/account/sessions/{session}', { params: { session } })
export const signOutOtherDevices = () => api.call('POST /api/account/sessions/end-others')

/** `isPending`: a link in a mail to the new address has to be used first. */
export const changeAddress = (email: string) => api.call('POST /api/account/address', { body: { email } })
export const confirmAddress = (token: string) =>
  api.call('POST /api/account/address/confirm', { body: { token } })
export const deleteAccount = () => api.call('DELETE /api/account')
