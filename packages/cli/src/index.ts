/** What the commands do, for programs that would rather call than spawn. */
export { readAuditExport, type AuditFormat } from './audit/read-export.js'
export {
  verifyAuditLog,
  type AuditExpectation,
  type AuditProblem,
  type AuditRecord,
  type AuditReport,
  type KeptHead,
} from './audit/verify-chain.js'
export type { CliOutput } from './output.js'
export { runCli } from './program.js'
export type { Surroundings } from './terminal.js'
