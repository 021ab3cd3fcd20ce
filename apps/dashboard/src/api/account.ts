/** What belongs to the person at the screen and to no organization. */
import { type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser'
import { apiUrl } from '../url'
import { ceremony } from './ceremony'
import { get, post, remove } from './client'

export interface Factors {
  readonly password: boolean
  readonly authenticatorApp: boolean
  readonly recoveryCodesLeft: number
  readonly passkeys: readonly Passkey[]
}

export interface Passkey {
  readonly id: string
  readonly name: string | null
  readonly createdAt: string | null
}

export const findFactors = () => get<Factors>(apiUrl.factors)

export const confirmWith = (proof: { password: string } | { code: string }) =>
  post<unknown>(apiUrl.confirm, proof)

export async function confirmWithPasskey(): Promise<void> {
  const optionsJSON = await post<PublicKeyCredentialRequestOptionsJSON>(apiUrl.confirmPasskey)
  const passkey = await ceremony(() => startAuthentication({ optionsJSON }))
  await post<unknown>(apiUrl.confirm, { passkey })
}

export interface Device {
  readonly id: string
  readonly isCurrent: boolean
  /** Such as "Firefox on Linux". */
  readonly device: string
  readonly address: string | null
  readonly createdAt: string
  readonly lastSeenAt: string
}

export const listDevices = async () => (await get<{ items: readonly Device[] }>(apiUrl.sessions)).items
export const signOutDevice = (id: string) => remove<unknown>(apiUrl.session(id))
export const signOutOtherDevices = () => post<unknown>(`${apiUrl.sessions}/end-others`)

/** `isPending`: a link in a mail to the new address has to be used first. */
export const changeAddress = (email: string) => post<{ isPending: boolean }>(apiUrl.address, { email })
export const confirmAddress = (token: string) => post<unknown>(`${apiUrl.address}/confirm`, { token })
export const deleteAccount = () => remove<unknown>(apiUrl.account)
