/**
 * Finds the code in the docs. What follows the language says what the tests do with it:
 *   ```sh run            runs in a shell, with everything else of its page
 *   ```js run file=x.mjs runs in Node
 *   ```ts check          compiles; with `run`, runs as well
 *   ```html page         is opened in a browser
 *   ```sh no-run="why"   is neither run nor compiled
 */
import MarkdownIt from 'markdown-it'
import type { Page } from './pages.js'

type Treatment = 'run' | 'check' | 'page' | 'no-run'

export interface Sample {
  readonly page: Page
  /** Counts from 1 on each page. */
  readonly number: number
  readonly language: string
  readonly code: string
  /** Null: nothing says what to do with it. */
  readonly treatment: Treatment | null
  readonly file: string | null
}

/** Languages that are code; the others, such as http and json, are shown only. */
const CODE: ReadonlySet<string> = new Set(['sh', 'js', 'ts', 'tsx', 'html'])

export function findSamples(pages: readonly Page[]): Sample[] {
  return pages.flatMap((page) => {
    const fences = new MarkdownIt().parse(page.markdown, {}).filter((token) => token.type === 'fence')
    return fences
      .map((fence, index) => ({ page, number: index + 1, code: fence.content, ...readInfo(fence.info) }))
      .filter((sample) => CODE.has(sample.language))
  })
}

function readInfo(info: string): Pick<Sample, 'language' | 'treatment' | 'file'> {
  const [language = '', ...rest] = info.trim().split(/\s+/)
  const flags = rest.join(' ')
  const treatment = /^(run|check|page|no-run)\b/.exec(flags)?.[1] ?? null
  return {
    language,
    treatment: treatment as Treatment | null,
    file: /\bfile=(\S+)/.exec(flags)?.[1] ?? null,
  }
}
