/**
 * `node optimize-model.js <path> <target> <webp or ktx2>`: writes the optimised file to `target` where it is worth having, and says what
 * came of it as JSON on stdout. A process of its own, bounded by the parent.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { optimizeGlb } from '@vectreal/asset-tools'
import sharp from 'sharp'

const [source, target, textures] = process.argv.slice(2)
if (source === undefined || target === undefined) {
  throw new TypeError('optimize-model: give the paths of a file and of its target')
}
// One thread, so that the limit on computing time is one on time as well.
sharp.concurrency(1)
sharp.cache(false)

const { outcome, glb, reason, detail } = await optimizeGlb(await readFile(source), {
  ktx2: textures === 'ktx2',
})
if (outcome === 'optimized') await writeFile(target, glb, { mode: 0o600, flag: 'wx' })
process.stdout.write(`${JSON.stringify({ outcome, reason, detail: toReportable(detail) })}\n`)

/** Names from the file stand in it: short, and without what no database keeps. */
function toReportable(text: string): string {
  return text.slice(0, 500).replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd')
}
