/** `vectreal audit verify <file>`: whether an exported audit log is whole, without the server it came from. */
import type { Command } from 'commander'
import { readExpectedHead } from '../audit/expected-head.js'
import { readAuditExport } from '../audit/read-export.js'
import { verifyAuditLog, type AuditReport } from '../audit/verify-chain.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import type { CliOutput } from '../output.js'

interface Options {
  readonly head?: string
  readonly publicKey?: string
  readonly formerPublicKey?: readonly string[]
  readonly partial?: boolean
  readonly json?: boolean
}

export function addAuditVerify(parent: Command, output: CliOutput, end: (code: ExitCode) => void): void {
  parent
    .command('verify')
    .description(
      'Checks an exported audit log (NDJSON or CSV): every entry has the hash of its content and continues the one before, and the newest ones are there. Exit code 0: whole; 1: not; 2: it could not be checked.',
    )
    .argument('<file>', 'the export')
    .option(
      '--head <head>',
      'a head that you kept: SEQUENCE:HASH, or a file that ends with one (an earlier export, a log line)',
    )
    .option('--public-key <key>', 'the key that heads must be signed with, as the platform logs it')
    .option('--former-public-key <keys...>', 'previous keys, which removed entries may be signed with')
    .option('--partial', 'the export was filtered: entries may be missing between and after those it has')
    .option('--json', 'prints the report as JSON')
    .action(async (file: string, { head, publicKey, formerPublicKey, partial, json }: Options) => {
      const expected = head === undefined ? null : await readExpectedHead(head)
      const report = await verifyAuditLog(readAuditExport(file), {
        head: expected,
        publicKey: publicKey ?? null,
        ...(formerPublicKey && { formerPublicKeys: formerPublicKey }),
        isPartial: partial === true,
      })
      if (json === true) output.out(`${JSON.stringify(report, null, 2)}\n`)
      else if (report.isWhole) output.out(describe(report))
      else output.err(report.problems.map(({ message }) => `${message}\n`).join(''))
      end(report.isWhole ? EXIT.ok : EXIT.found)
    })
}

function describe({
  entries,
  organizationId,
  start,
  last,
  head,
  expectedHead,
  isPartial,
}: AuditReport): string {
  const lines = [
    `${entries} ${entries === 1 ? 'entry' : 'entries'} of organization ${organizationId}: ${isPartial ? 'none was changed' : 'the chain is whole'}.`,
  ]
  if (start !== null) {
    lines.push(
      `It begins after entry ${start.sequence}: those up to it were removed on ${start.signedAt}, signed with the key ${start.publicKey}.`,
    )
  }
  if (last !== null) lines.push(`Last: entry ${last.sequence}, ${last.at}, hash ${last.hash}`)
  if (expectedHead !== null) lines.push(`It holds the head that you gave, entry ${expectedHead.sequence}.`)
  if (head === null) {
    lines.push(
      'The file carries no signed head: newest entries that are missing cannot be noticed without --head.',
    )
  } else {
    lines.push(
      head.isKeyExpected
        ? `Its head was signed on ${head.signedAt} with the key that you gave.`
        : `Its head was signed on ${head.signedAt} with the key ${head.publicKey}: compare it with the key of your platform.`,
    )
  }
  return `${lines.join('\n')}\n`
}
