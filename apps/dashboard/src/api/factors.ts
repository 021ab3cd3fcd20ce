/** Second factors and passkeys, through the routes of better-auth's plug-ins. */
import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { confirmWith } from './account'
import { ceremony } from './ceremony'
import { get, post } from './client'

const base = '/api/auth'

export interface AppSetup {
  /** `otpauth://totp/…`, for the QR code. */
  readonly totpURI: string
  readonly backupCodes: readonly string[]
}

/** The library wants the password of those who have one; the server takes it as the proof that it wants as well. */
async function postWithPassword<T>(route: string, password: string): Promise<T> {
  if (password === '') return post<T>(`${base}/two-factor/${route}`)
  await confirmWith({ password })
  return post<T>(`${base}/two-factor/${route}`, { password })
}

export const startAppSetup = (password: string) => postWithPassword<AppSetup>('enable', password)
export const renewRecoveryCodes = (password: string) =>
  postWithPassword<Pick<AppSetup, 'backupCodes'>>('generate-backup-codes', password)
export const removeApp = (password: string) => postWithPassword<unknown>('disable', password)

export async function addPasskey(name: string): Promise<void> {
  const optionsJSON = await get<PublicKeyCredentialCreationOptionsJSON>(
    `${base}/passkey/generate-register-options`,
  )
  const response = await ceremony(() => startRegistration({ optionsJSON }))
  await post<unknown>(`${base}/passkey/verify-registration`, { response, name })
}

export async function signInWithPasskey(): Promise<void> {
  const optionsJSON = await get<PublicKeyCredentialRequestOptionsJSON>(
    `${base}/passkey/generate-authenticate-options`,
  )
  const response = await ceremony(() => startAuthentication({ optionsJSON }))
  await post<unknown>(`${base}/passkey/verify-authentication`, { response })
}

export const renamePasskey = (id: string, name: string) =>
  post<unknown>(`${base}/passkey/update-passkey`, { id, name })
export const removePasskey = (id: string) => post<unknown>(`${base}/passkey/delete-passkey`, { id })
