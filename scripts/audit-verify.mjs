/**
 * Checks an exported audit log without the server: `npm run audit:verify -- <file.ndjson>`. Every entry's hash is made
 * anew from its content, and each must carry the hash of the entry before it.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

const path = process.argv[2]
if (path === undefined) fail('Usage: npm run audit:verify -- <file.ndjson>')

let entries = 0
let previous = null
for await (const line of createInterface({
  input: createReadStream(path),
  crlfDelay: Number.POSITIVE_INFINITY,
})) {
  if (line === '') continue
  entries += 1
  let entry
  try {
    entry = JSON.parse(line)
  } catch {
    fail(`Line ${entries} is not JSON. Export with ?format=ndjson.`)
  }
  const where = `Entry ${entry.sequence} (line ${entries}, ${entry.action}, ${entry.at})`
  if (previous === null) {
    if (entry.sequence === 1 && entry.previousHash !== '0'.repeat(64))
      fail(`${where} does not begin a chain.`)
  } else {
    if (entry.organizationId !== previous.organizationId) fail(`${where} is of another organization.`)
    if (entry.sequence !== previous.sequence + 1)
      fail(`${where} does not follow entry ${previous.sequence}: some are missing.`)
    if (entry.previousHash !== previous.hash) fail(`${where} does not continue entry ${previous.sequence}.`)
  }
  if (hashOf(entry) !== entry.hash) fail(`${where} was changed: its content does not give its hash.`)
  previous = entry
}
if (previous === null) fail('The file holds no entry.')
console.log(`${entries} entries of organization ${previous.organizationId}: the chain is whole.`)
console.log(`Last: entry ${previous.sequence}, ${previous.at}, hash ${previous.hash}`)

function hashOf({ previousHash, ...content }) {
  delete content.hash
  return createHash('sha256').update(previousHash).update(canonicalJson(content)).digest('hex')
}

/** JSON with the members of every object in code-unit order (as in RFC 8785). */
function canonicalJson(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value).toSorted((a, b) => (a < b ? -1 : 1))
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`).join(',')}}`
  }
  return JSON.stringify(value)
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
