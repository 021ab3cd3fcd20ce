/**
 * `node draw-model.js <job>`, a JSON file: draws a model and writes the picture. A process of its own, bounded by the parent;
 * when it ends, its browser ends with it.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join, normalize } from 'node:path'
import { drawModel } from '../drawing/draw-model.js'

interface DrawJob {
  /** Path of the browser's executable. */
  readonly browser: string
  /** A folder of this job alone, for the browser. */
  readonly home: string
  /** Of embed-sdk's browser files. */
  readonly embedFiles: string
  readonly model: string
  /** Of the scene, without its poster. */
  readonly manifest: { readonly id: string }
  /** Written with the picture, a PNG. */
  readonly target: string
}

const { embedFiles, target, ...job } = JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')) as DrawJob
// The browser's profile is there as well, and goes with it.
process.env.TMPDIR = job.home
const picture = await drawModel({
  ...job,
  embedFile: async (path) => ({ path: join(embedFiles, normalize(path)) }),
})
await writeFile(target, picture, { flag: 'wx', mode: 0o600 })
