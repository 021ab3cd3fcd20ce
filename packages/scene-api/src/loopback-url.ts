/** Whether only this machine can reach a server under its public address. */
import { isLocalhost } from '@vectreal/scene-format'

/** Any address of the loopback network as well: nobody else can reach those. */
export function isLoopbackUrl(url: string): boolean {
  const { hostname } = new URL(url)
  return isLocalhost(hostname) || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}
