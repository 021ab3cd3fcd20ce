/** What the pages under `errors/` say that the table of error codes knows. */
import { ERROR_CODES, type ErrorCode } from '@vectreal/scene-format'

/** Stands in `errors/README.md` where the site puts the table. */
const MARK = '<!-- error-codes -->'

/** Puts the table of every code where the page asks for it. */
export function fillInErrorCodes(markdown: string): string {
  return markdown.replace(MARK, writeTable)
}

/** The line that the page of a code opens with: what happened, and who says so. */
export function errorHeadline(code: ErrorCode): string {
  const { title, status, layer, raisedBy } = ERROR_CODES[code]
  const sources = [
    status !== null && `HTTP status ${status}${layer === undefined ? '' : `; layer \`${layer}\``}.`,
    raisedBy !== undefined && `Raised in the page${status === null ? '' : ' as well'}.`,
  ]
  return [`**${title}.**`, ...sources.filter(Boolean)].join(' ')
}

function writeTable(): string {
  const rows = Object.entries(ERROR_CODES).map(
    ([code, { status, layer, title }]) =>
      `| [\`${code}\`](${code}.md) | ${status ?? ''} | ${layer === undefined ? '' : `\`${layer}\``} | ${title} |`,
  )
  return ['| code | status | layer | |', '| --- | --- | --- | --- |', ...rows].join('\n')
}
