/** What a GLB is made of, what it costs, and what could be done about it. */
import {
  createBytesReader,
  describeFinding,
  type Glb,
  measureGlb,
  openGlb,
  pictureGpuBytes,
} from '@vectreal/scene-format'
import { AssetError } from '../asset-error.js'
import { adviseOn } from './advise.js'
import { measureBytes } from './bytes-by-kind.js'
import { countDrawn } from './count-drawn.js'
import type { GlbReport, TextureReport } from './glb-report.js'
import { validate } from './validate.js'

/**
 * Says what a GLB is made of, what it costs a visitor, and what could be done about it.
 *
 * @throws AssetError `invalid_model`: the viewer would not show the file, in sentences why
 */
export async function reportGlb(bytes: Uint8Array): Promise<GlbReport> {
  const opened = openGlb(createBytesReader(bytes))
  if (!opened.ok) {
    throw new AssetError({
      code: 'invalid_model',
      message: opened.errors.map(describeFinding).join(' '),
      hint: 'Export the model again as glTF Binary (.glb).',
    })
  }
  const { glb, warnings } = opened
  const report = {
    bytes: bytes.byteLength,
    bytesByKind: measureBytes(glb, bytes.byteLength),
    ...countDrawn(glb),
    materials: listOf(glb, 'materials').length,
    animations: listOf(glb, 'animations').length,
    cameras: listOf(glb, 'cameras').length,
    variants: variantsOf(glb),
    extensions: glb.extensionsUsed,
    textures: texturesOf(glb),
    gpuBytes: measureGlb(glb).gpuBytes,
    warnings: warnings.map(describeFinding),
    validator: await validate(bytes, glb),
  }
  return { ...report, advice: adviseOn(report) }
}

type Entry = Readonly<Record<string, unknown>>

const listOf = ({ json }: Glb, name: string): readonly Entry[] => (json[name] as Entry[] | undefined) ?? []

function texturesOf(glb: Glb): readonly TextureReport[] {
  const images = listOf(glb, 'images')
  const views = listOf(glb, 'bufferViews')
  return [...glb.images.entries()]
    .flatMap(([image, size]) => {
      if (size === null || !glb.drawn.images.has(image)) return []
      const { name, uri, bufferView } = images[image] ?? {}
      const view = views[Number(bufferView)]
      const bytes = view === undefined ? dataUriBytes(uri) : Number(view['byteLength'])
      const { format, width, height } = size
      return [
        { image, name: String(name ?? ''), format, width, height, bytes, gpuBytes: pictureGpuBytes(size) },
      ]
    })
    .toSorted((one, other) => other.gpuBytes - one.gpuBytes)
}

/** Of base64; percent-encoded ones are rare, and about as long as their text. */
function dataUriBytes(uri: unknown): number {
  const data = typeof uri === 'string' ? uri.slice(uri.indexOf(',') + 1) : ''
  return Math.floor((data.length * 3) / 4)
}

function variantsOf({ json }: Glb): readonly string[] {
  const extensions = json['extensions'] as Record<string, { variants?: { name?: string }[] }> | undefined
  return (extensions?.['KHR_materials_variants']?.variants ?? []).map(({ name }) => String(name ?? ''))
}
