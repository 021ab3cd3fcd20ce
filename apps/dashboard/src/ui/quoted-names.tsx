/** A sentence of the server with names in “quotes”: marks that turn the direction of writing end with the name. */
import { Fragment } from 'react'

export function QuotedNames({ text }: { text: string }) {
  return text.split(/(“.*?”)/su).map((part, index) =>
    // oxlint-disable-next-line react/no-array-index-key -- parts of one sentence have no identity
    index % 2 === 1 ? <bdi key={index}>{part}</bdi> : <Fragment key={index}>{part}</Fragment>,
  )
}
