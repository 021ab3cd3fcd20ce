/**
 * A sentence of the server with names in “quotes”: marks that turn the direction of writing end with the name. Days
 * such as `2026-12-09` are written as everywhere in the dashboard, unless they are part of a name.
 */
import { Fragment } from 'react'
import { formatDay } from './time'

/** Not a part of a longer word, such as a host name. */
const DAY = /(?<![\w.-])\d{4}-\d\d-\d\d(?![\w-]|\.\w)/g

const dayOrText = (text: string) => (Number.isNaN(Date.parse(text)) ? text : formatDay(text))

export function QuotedNames({ text }: { text: string }) {
  return text.split(/(“.*?”)/su).map((part, index) =>
    index % 2 === 1 ? (
      // oxlint-disable-next-line react/no-array-index-key -- parts of one sentence have no identity
      <bdi key={index}>{part}</bdi>
    ) : (
      // oxlint-disable-next-line react/no-array-index-key -- parts of one sentence have no identity
      <Fragment key={index}>{part.replace(DAY, dayOrText)}</Fragment>
    ),
  )
}
