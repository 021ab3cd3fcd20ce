/** Whether only this machine can reach a server under its public address. */
const LOOPBACK = /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

export const isLoopbackUrl = (url: string): boolean => LOOPBACK.test(new URL(url).hostname)
