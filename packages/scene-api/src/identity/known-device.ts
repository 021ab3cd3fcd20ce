/** A cookie by which a device shows that an account has signed in on it before. It opens nothing. */
import { createHmac } from 'node:crypto'
import { equalSecrets } from '@vectreal/auth-core'

const MAX_AGE_SECONDS = 180 * 86_400
/** People who share a device; the one who was longest away goes. */
const MAX_PEOPLE = 8

export interface DeviceOwner {
  readonly userId: string
  /** A change of password makes all devices strangers: whoever knew the old one may have made some of them known. */
  readonly passwordHash: string
}

export interface KnownDevices {
  isKnown(cookieHeader: string | undefined, owner: DeviceOwner): boolean
  /** The `Set-Cookie` line that makes the device known to one more person. */
  remember(cookieHeader: string | undefined, owner: DeviceOwner): string
}

/** `prefix`: of every cookie of ours; it says as well whether they are for https alone. */
export function createKnownDevices(authSecret: string, prefix: string): KnownDevices {
  const name = `${prefix}.device`
  const isHttps = prefix.startsWith('__Host-')
  const markOf = ({ userId, passwordHash }: DeviceOwner): string =>
    createHmac('sha256', authSecret).update(`known device\n${userId}\n${passwordHash}`).digest('base64url')
  const marksOf = (header = ''): string[] => {
    const value = header
      .split(';')
      .map((part) => part.trim())
      .find((part) => part.startsWith(`${name}=`))
    return (value?.slice(name.length + 1) ?? '').split('.').filter((mark) => /^[\w-]{43}$/.test(mark))
  }
  return {
    isKnown: (header, owner) => {
      const mark = markOf(owner)
      return marksOf(header)
        .slice(0, MAX_PEOPLE)
        .some((known) => equalSecrets(known, mark))
    },
    remember: (header, owner) => {
      const mark = markOf(owner)
      const others = marksOf(header).filter((known) => known !== mark)
      const value = [mark, ...others].slice(0, MAX_PEOPLE).join('.')
      return `${name}=${value}; Max-Age=${MAX_AGE_SECONDS}; Path=/; HttpOnly; SameSite=Lax${isHttps ? '; Secure' : ''}`
    },
  }
}
