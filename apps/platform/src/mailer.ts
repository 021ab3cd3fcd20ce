/** Sends the platform's mail over SMTP. */
import type { SceneApiOptions } from '@vectreal/scene-api'
import { createTransport } from 'nodemailer'
import type { Logger } from 'pino'
import type { MailSettings } from './settings.js'

/** A mail server that is away holds no request for longer. */
const TIMEOUT_MS = 10_000

/** Mail is no condition of what it tells of: one that cannot be sent is a line in the log, without its text. */
export function createMailer(
  { smtpUrl, from }: MailSettings,
  logger: Logger,
): NonNullable<SceneApiOptions['sendMail']> {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  })
  return async ({ to, subject, text }) => {
    try {
      await transport.sendMail({ from, to, subject, text })
    } catch (error) {
      const { code, responseCode } = error as { code?: string; responseCode?: number }
      logger.error({ part: 'mail', code, responseCode, subject }, 'mail could not be sent: see SMTP_URL')
    }
  }
}
