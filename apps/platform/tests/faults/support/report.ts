/** The table of docs/reliability.md, from the run that has just been. */
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'

export interface FaultRow {
  readonly fault: string
  readonly sent: number
  readonly wronglyAccepted: number
  /** Loads that were served and are not among the counts, or work that was acknowledged and is gone. */
  readonly lost: number
  readonly recoverMs: number | null
}

const rows: FaultRow[] = []

export function reportFault(row: FaultRow): void {
  rows.push(row)
}

export function writeReport(): void {
  const lines = [
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}; three nodes and PostgreSQL on one machine.`,
    '',
    '| fault | requests sent | wrongly accepted | lost | time to recover |',
    '|---|---:|---:|---:|---:|',
    ...rows.map(
      ({ fault, sent, wronglyAccepted, lost, recoverMs }) =>
        `| ${fault} | ${sent.toLocaleString('en')} | ${wronglyAccepted} | ${lost} | ${recoverMs === null ? 'was never away' : `${(recoverMs / 1000).toFixed(2)} s`} |`,
    ),
  ]
  const file = process.env['FAULT_REPORT']
  if (file !== undefined) writeFileSync(file, `${lines.join('\n')}\n`)
  process.stdout.write(`\n${lines.join('\n')}\n`)
}
