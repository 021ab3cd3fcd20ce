/** `vectreal` as a process: how fast it starts, its exit codes, and its completion in real shells. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { run } from './support/vectreal.js'

const MAIN = fileURLToPath(new URL('../bin/vectreal.js', import.meta.url))
const start = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' })

test('loads nothing heavy before it is needed', () => {
  const files = spawnSync(
    process.execPath,
    [
      '--experimental-loader',
      'data:text/javascript,export async function load(url,c,n){console.error("LOAD "+url);return n(url,c)}',
      MAIN,
      '--version',
    ],
    { encoding: 'utf8' },
  )
  expect(files.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect(files.stderr).not.toMatch(/LOAD .*\/(?:asset-tools|three|yaml|tldts|@inquirer)\//)
})

test('ends with 2 where the arguments are wrong', () => {
  const { status, stdout, stderr } = start('keys', 'revoke')
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/missing required argument 'key'/)
})

const hasShell = (shell: string) => spawnSync(shell, ['--version']).status === 0

test.runIf(hasShell('bash'))('bash completes commands and options', async () => {
  const { out } = await run(['completion', 'bash'], {}, '/')
  const complete = (...words: string[]) => {
    const script = `${out}\nCOMP_WORDS=(vectreal ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _vectreal; printf '%s\\n' "\${COMPREPLY[@]}"`
    return spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.trim().split('\n')
  }
  expect(complete('ke')).toEqual(['keys'])
  expect(complete('keys', 're')).toEqual(expect.arrayContaining(['renew', 'revoke']))
  expect(complete('keys', 'rotate', 'my-key', '--over')).toEqual(['--overlap-hours'])
})

const linesOf = (shell: string, script: string): string[] => {
  const { stdout, stderr } = spawnSync(shell, ['-c', script], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout.trim().split('\n')
}

test.runIf(hasShell('zsh'))('zsh completes commands and options', async () => {
  const { out } = await run(['completion', 'zsh'], {}, '/')
  // What the completion system gives the function, and gets from it.
  const complete = (...words: string[]) =>
    linesOf(
      'zsh',
      `compdef() { :; }\ncompadd() { shift; print -l -- "$@"; }\n${out}\nwords=(vectreal ${words.map((word) => `'${word}'`).join(' ')}); CURRENT=${words.length + 1}; _vectreal`,
    )
  expect(complete('ke')).toEqual(expect.arrayContaining(['keys', 'scenes', 'login']))
  expect(complete('keys', 're')).toEqual(expect.arrayContaining(['renew', 'revoke']))
  expect(complete('keys', 'rotate', 'my-key', '--over')).toContain('--overlap-hours')
  expect(complete('keys', 'rotate', 'my-key', '--over')).not.toContain('renew')
})

test.runIf(hasShell('fish'))('fish completes commands and options', async () => {
  const { out } = await run(['completion', 'fish'], {}, '/')
  const complete = (line: string) => linesOf('fish', `${out}\ncomplete -C '${line}'`)
  expect(complete('vectreal ke')).toEqual(['keys'])
  expect(complete('vectreal keys re')).toEqual(['renew', 'revoke'])
  expect(complete('vectreal keys rotate my-key --over')).toEqual(['--overlap-hours'])
})
