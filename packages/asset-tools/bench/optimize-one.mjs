/** `node optimize-one.mjs <source> <target>`: as the server's worker does it, with what it took as JSON on stdout. */
import { readFileSync, writeFileSync } from 'node:fs'
import sharp from 'sharp'
import { optimizeGlb, reportGlb } from '@vectreal/asset-tools'

const [source, target] = process.argv.slice(2)
sharp.concurrency(1)
sharp.cache(false)
const bytes = readFileSync(source)
const began = process.cpuUsage()
const { glb, outcome, reason } = await optimizeGlb(bytes)
const { user, system } = process.cpuUsage(began)
const peakBytes = process.resourceUsage().maxRSS * 1024
writeFileSync(target, glb)
const [before, after] = [await reportGlb(bytes), await reportGlb(glb)]
const textureBytes = ({ textures }) => textures.reduce((sum, { gpuBytes }) => sum + gpuBytes, 0)
process.stdout.write(
  JSON.stringify({
    outcome,
    reason,
    cpuMs: (user + system) / 1000,
    peakBytes,
    textureGpuBytes: [textureBytes(before), textureBytes(after)],
    triangles: [before.triangles, after.triangles],
  }),
)
