/** What belongs to the person at the screen and to no organization. */
import { type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser'
import { apiUrl } from '../url'
import { ceremony } from './ceremony'
import { get, post } from './client'

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
