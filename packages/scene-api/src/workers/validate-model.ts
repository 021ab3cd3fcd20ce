/**
 * `node validate-model.js <path>`: the verdict on a GLB as JSON on stdout. A process of its own: whatever a hostile file
 * costs in time or memory is bounded by the parent, and the server's memory stays flat.
 */
import { judgeModel } from '../domain/models/judge-model.js'

const MAX_REPORTED_CHARACTERS = 500

/** Names from the file stand in the report: short, and without what no database keeps. */
function toReportable(_name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  return value.slice(0, MAX_REPORTED_CHARACTERS).replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd')
}
const path = process.argv[2]
if (path === undefined) throw new TypeError('validate-model: give the path of a file')
process.stdout.write(`${JSON.stringify(await judgeModel(path), toReportable)}\n`)
