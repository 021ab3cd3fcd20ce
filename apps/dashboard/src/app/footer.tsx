import { docsUrl, projectUrl } from '../url'

const LINKS = [
  ['Documentation', docsUrl.home],
  ['React viewer guide', docsUrl.reactViewer],
  ['Source code', projectUrl.source],
  ['Licence: AGPL-3.0', projectUrl.licence],
  ['Community', projectUrl.community],
  ['Roadmap', projectUrl.roadmap],
] as const

/** On every page, signed in or not: the source offer of AGPL section 13 has to be there for every user. */
export function Footer() {
  return (
    <footer className="border-t border-line">
      <ul className="mx-auto flex max-w-6xl flex-wrap gap-x-5 gap-y-3 px-4 py-5 text-xs text-muted sm:px-8">
        {LINKS.map(([label, href]) => (
          <li key={label}>
            <a href={href} className="hover:text-text hover:underline" rel="noreferrer">
              {label}
            </a>
          </li>
        ))}
      </ul>
    </footer>
  )
}
