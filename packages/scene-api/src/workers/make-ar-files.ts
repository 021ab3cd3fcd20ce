/**
 * `node make-ar-files.js <path of a GLB> <folder> <JSON: placement, metresPerUnit, variant>`: writes what phones' AR apps
 * read into the folder, and tells as JSON on stdout what was made. A process of its own: whatever a model costs here is
 * bounded by the parent.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ArFileResult, type ArUsdzOptions, makeArGlb, makeArUsdz } from '@vectreal/asset-tools'

const [source, folder, look] = process.argv.slice(2)
if (source === undefined || folder === undefined || look === undefined) {
  throw new TypeError('make-ar-files: give the path of a file, a folder and how the model is shown')
}
// What libraries say must not stand in the response.
Object.assign(globalThis.console, {
  log: (...said: unknown[]) => process.stderr.write(`${said.join(' ')}\n`),
})
const model = readFileSync(source)
const options = JSON.parse(look) as ArUsdzOptions
const made = {
  glb: keep('glb', 'model/gltf-binary', await makeArGlb(model, options)),
  usdz: keep('usdz', 'model/vnd.usdz+zip', await makeArUsdz(model, options)),
}
process.stdout.write(JSON.stringify(made))

function keep(name: string, mediaType: string, result: ArFileResult): object {
  if (result.kind === 'same') return { same: true }
  if (result.kind === 'none') return { reason: result.reason }
  const file = join(folder as string, name)
  writeFileSync(file, result.bytes, { flag: 'wx', mode: 0o600 })
  const sha256 = createHash('sha256').update(result.bytes).digest('hex')
  return { file, sha256, bytes: result.bytes.byteLength, mediaType }
}
