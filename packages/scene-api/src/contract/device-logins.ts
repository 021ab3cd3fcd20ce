/** Programs without a browser of their own that ask to be let in (RFC 8628): what a person decides about them. */
import { deviceLoginSchema } from '../schemas/device-logins.js'
import { operation } from './operation.js'

const DEVICE_LOGIN = '/api/organizations/{org}/device-logins/{code}' as const

export const readDeviceLogin = operation({
  id: 'readDeviceLogin',
  method: 'get',
  path: DEVICE_LOGIN,
  tag: 'Service tokens',
  summary: 'Read what waits with a code',
  description: 'Compare the code with the one that the program shows. A wrong one counts: 30 in 10 minutes.',
  permission: 'serviceToken:write',
  sessionOnly: true,
  success: { status: 200, description: 'The program that waits', schema: deviceLoginSchema },
  errors: ['rate_limited'],
})

export const approveDeviceLogin = operation({
  id: 'approveDeviceLogin',
  method: 'post',
  path: `${DEVICE_LOGIN}/approve`,
  tag: 'Service tokens',
  summary: 'Let a program in',
  description:
    'Makes a service token of this organization for 90 days, which the program that waits with the code fetches. It is listed ' +
    'among the service tokens, named after the program, and ends there.',
  permission: 'serviceToken:write',
  sessionOnly: true,
  confirm: true,
  success: { status: 200, description: 'The program that is let in', schema: deviceLoginSchema },
  errors: ['rate_limited'],
})

export const denyDeviceLogin = operation({
  id: 'denyDeviceLogin',
  method: 'post',
  path: `${DEVICE_LOGIN}/deny`,
  tag: 'Service tokens',
  summary: 'Turn a program away',
  permission: 'serviceToken:write',
  whileSuspended: true,
  sessionOnly: true,
  success: { status: 200, description: 'The program that is turned away', schema: deviceLoginSchema },
  errors: ['rate_limited'],
})
