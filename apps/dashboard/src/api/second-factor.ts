/** The second step of signing in, apart from passkeys: pages that know none load nothing for them. */
import { post } from './client'
import { ApiError, asApiError } from './problem'

/** A code of the authenticator app or, with letters in it, a recovery code. */
export async function verifySecondFactor(code: string): Promise<unknown> {
  const plain = code.replaceAll(' ', '')
  const route = /^\d{6}$/.test(plain) ? 'verify-totp' : 'verify-backup-code'
  try {
    return await post<unknown>(`/api/auth/two-factor/${route}`, { code: plain })
  } catch (error) {
    throw WRONG_CODE.has(asApiError(error).code) ? wrongCode(error) : error
  }
}

const WRONG_CODE = new Set(['invalid_code', 'invalid_backup_code'])

const wrongCode = (cause: unknown): ApiError =>
  new ApiError(
    {
      code: 'invalid_code',
      status: 401,
      title: 'This code didn’t work',
      detail: 'Wait for the next one. If none of them works, set your phone’s clock to automatic.',
      requestId: null,
      errors: [],
      extra: {},
    },
    { cause },
  )
