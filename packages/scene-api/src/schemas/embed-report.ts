/** `POST /api/embed/reports`: one failure, or several in a row. */
import { redactTokens } from '@vectreal/scene-format'
import { z } from 'zod'

/** A report is shown to the owner: nothing that could be a key stays in it. */
const text = (length: number) =>
  z.string().transform((value) => redactTokens(value.replaceAll('\0', '')).slice(0, length))

const failureSchema = z.object({
  sceneId: text(64).nullish(),
  code: z.string().regex(/^[\w.-]{1,64}$/),
  layer: text(32).nullish(),
  detail: text(300).nullish(),
  requestId: text(64).nullish(),
})
const sdkVersion = text(32).nullish()

/** Texts are cut to what is kept of them; tokens in them are blanked. */
export const embedReportSchema = z.union([
  z.object({ sdkVersion, reports: z.array(failureSchema).min(1).max(20) }),
  failureSchema
    .extend({ sdkVersion })
    .transform(({ sdkVersion, ...report }) => ({ sdkVersion, reports: [report] })),
])
/** One failure as the page tells it. */
export type EmbedFailure = z.output<typeof failureSchema>
