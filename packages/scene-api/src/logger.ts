/** Structured logs for the whole server. What could carry a secret is cut out before a line is written. */
import { redactTokens } from '@vectreal/scene-format'
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'

/** drizzle ends the message of a failed query with what the query was given: hashes, names, one-time tokens. */
const PARAMETERS = /\nparams: [\s\S]*?(?=\n {4}at |$(?![\s\S]))/g
/** The same inside a string of JSON. */
const PARAMETERS_IN_JSON = /\\nparams: (?:\\(?!n {4}at )[\s\S]|[^"\\])*/g
const SECRET_FIELDS = ['authorization', 'cookie', 'set-cookie', 'x-vectreal-page-token', 'token', 'password']
/** A signed token of any kind (RFC 7515): of a page, or of a company's sign-in. */
const SIGNED = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g
/** SQLSTATE class 22: PostgreSQL's message quotes the value that it could not take. */
const DATA_EXCEPTION = /^22\w{3}$/

/** `level` as pino names it; `destination` default standard output. */
export function createLogger(level = 'info', destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => {
        const name = `["${field}"]`
        return [name, `*${name}`, `*.headers${name}`]
      }),
      censor: '[redacted]',
    },
    serializers: { err: serializeError },
    hooks: {
      // The last net: whatever stands inside a message or a text, which no path reaches.
      streamWrite: (line) => redact(line.replace(PARAMETERS_IN_JSON, '')),
    },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

const redact = (text: string): string => redactTokens(text).replace(SIGNED, '[redacted]')

/** For text that others wrote, such as messages of errors. */
export const redactText = (text: string): string => redact(text.replace(PARAMETERS, ''))

function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return redactText(String(error))
  const { code } = error as { code?: unknown }
  const namesValue = typeof code === 'string' && DATA_EXCEPTION.test(code)
  const message = namesValue ? 'a value that the database does not take' : redactText(error.message)
  return {
    type: error.name,
    message,
    ...(code !== undefined && { code }),
    stack: redactText((error.stack ?? '').replace(error.message, message)),
    ...(error.cause !== undefined && { cause: serializeError(error.cause) }),
  }
}
