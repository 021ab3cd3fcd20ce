/** Pages of each framework compile against the published types, and what is wrong in them does not. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const PAGES = fileURLToPath(new URL('frameworks/', import.meta.url))

interface Compiler {
  readonly command: readonly [string, ...string[]]
  readonly pages: readonly string[]
}

/** Two at a time; each starts a compiler of its own. */
const COMPILERS: Readonly<Record<string, Compiler>> = {
  'the document and React 19': { command: ['tsc'], pages: ['dom/page.ts', 'react/page.tsx'] },
  'React 18': { command: ['tsc', '-p', 'tsconfig.react-18.json'], pages: ['react/page.tsx'] },
  Vue: { command: ['vue-tsc', '-p', 'vue/tsconfig.json'], pages: ['vue/page.vue'] },
  Svelte: {
    command: ['svelte-check', '--tsconfig', 'svelte/tsconfig.json', '--output', 'machine'],
    pages: ['svelte/page.svelte'],
  },
}

test.concurrent.each(Object.entries(COMPILERS))(
  'a page for %s may say all that the element has, and nothing else',
  async (_name, { command: [tool, ...options], pages }) => {
    const output = await run(tool, options)
    const wrong = (await Promise.all(pages.map(linesMarkedWrong))).flat()
    expect(refusedLines(output)).toEqual(wrong)
  },
)

/** `file:line` of each error, once: `page.ts(7,3): error`, or `ERROR "page.svelte" 7:3`. */
function refusedLines(output: string): readonly string[] {
  const found = output.matchAll(/^(\S+)\((\d+),\d+\): error|ERROR "([^"]+)" (\d+):/gm)
  return [...new Set(Array.from(found, ([, file, line, other, at]) => `${file ?? other}:${line ?? at}`))]
}

async function linesMarkedWrong(page: string): Promise<readonly string[]> {
  const lines = (await readFile(join(PAGES, page), 'utf8')).split('\n')
  return lines.flatMap((line, index) => (/ wrong\b/.test(line) ? [`${page}:${index + 1}`] : []))
}

/** What it prints; that it ends with an error is what the pages are for. */
function run(tool: string, options: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(join(PAGES, 'node_modules/.bin', tool), options, { cwd: PAGES }, (_error, stdout, stderr) => {
      resolve(stdout + stderr)
    })
  })
}
