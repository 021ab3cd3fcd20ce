/** The frame around every page: contents on the left, the page, its headings on the right. */
import type { Library } from './library.js'
import type { RenderedPage } from './render.js'
import type { Hit } from './search.js'

interface Frame {
  readonly title: string
  readonly slug: string | null
  readonly library: Library
  readonly main: string
  readonly headings?: RenderedPage['headings']
  readonly query?: string
}

export function layout({ title, slug, library, main, headings = [], query = '' }: Frame): string {
  const contents = library.sections
    .map(
      (section) =>
        `<details${section.pages.some((page) => page.slug === slug) || !FOLDED.has(section.title) ? ' open' : ''}><summary>${escape(section.title)}</summary><ul>${section.pages
          .map(
            (page) =>
              `<li><a href="/docs/${page.slug}"${page.slug === slug ? ' aria-current="page"' : ''}>${escape(page.title)}</a></li>`,
          )
          .join('')}</ul></details>`,
    )
    .join('\n')
  const onThisPage =
    headings.length < 2
      ? ''
      : `<nav class="headings" aria-label="On this page"><p>On this page</p><ul>${headings
          .map((heading) => `<li><a href="#${heading.id}">${escape(heading.text)}</a></li>`)
          .join('')}</ul></nav>`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} · Vectreal docs</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/assets/docs.css">
<script type="module" src="/docs/assets/docs.js"></script>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header>
<a class="brand" href="/docs/">Vectreal <span>docs</span></a>
<form role="search" action="/docs/search">
<input type="search" name="q" value="${escape(query)}" placeholder="Search the docs" aria-label="Search the docs" autocomplete="off" maxlength="100">
<div class="hits" role="status" aria-live="polite"></div>
</form>
<a href="/dashboard">Dashboard</a>
</header>
<div class="columns">
<nav class="contents" aria-label="Contents">${contents}</nav>
<main id="main" tabindex="-1">${main}</main>
${onThisPage}
</div>
</body>
</html>
`
}

/** Long lists stay closed until one of their pages is read. */
const FOLDED: ReadonlySet<string> = new Set(['Errors', 'API'])

export function searchResults(query: string, hits: readonly Hit[]): string {
  if (query === '') return '<h1>Search</h1><p>Type a word into the field above.</p>'
  const list = hits
    .map(
      (hit) =>
        `<li><a href="${escape(hit.href)}">${escape(hit.title)}${hit.heading ? ` › ${escape(hit.heading)}` : ''}</a><p>${escape(hit.excerpt)}</p></li>`,
    )
    .join('')
  return `<h1>Search: ${escape(query)}</h1>${hits.length === 0 ? '<p>Nothing found.</p>' : `<ul class="results">${list}</ul>`}`
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
