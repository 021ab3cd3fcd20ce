/** Structured logs on standard output. Whatever could carry a secret is cut out before it is written. */
import { pino, type Logger } from 'pino'

/** Any key or service token, wherever it stands in a line, whole or cut short. */
const TOKENS = /\bvctrl(?:svc)?_[0-9A-Za-z]+/g

const SECRET_FIELDS = ['authorization', 'cookie', 'set-cookie', 'x-vectreal-page-token', 'token', 'password']

export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => {
        const name = /^\w+$/.test(field) ? field : `["${field}"]`
        const below = name.startsWith('[') ? `*${name}` : `*.${name}`
        return [
          name,
          below,
          `req.headers${name.startsWith('[') ? name : `.${name}`}`,
          `res.headers${name.startsWith('[') ? name : `.${name}`}`,
        ]
      }),
      censor: '[redacted]',
    },
    hooks: {
      // The last net: a token inside a message or an error's text, which no path reaches.
      streamWrite: (line) => line.replace(TOKENS, '[redacted]'),
    },
  })
}
