/** Judges a GLB before anything draws it: the one rule set of the upload and of the viewer. */
import { type AccessorUse, checkAccessors, drawnAccessors, measureAccessors } from './accessors.js'
import { resolveAnimations } from './animations.js'
import { openBuffers } from './buffers.js'
import { readContainer } from './container.js'
import { type Json, list, object } from './document.js'
import { checkExtensions } from './extensions.js'
import { createFindings, type GlbFinding } from './findings.js'
import type { ImageSize } from './image-size.js'
import { checkImages } from './images.js'
import { DEFAULT_GLB_LIMITS, type GlbLimits } from './limits.js'
import { type DrawnPictures, resolveMaterials } from './materials.js'
import type { GlbReader } from './reader.js'
import { type Drawn, isCamera, resolveScene } from './scene.js'

/** A file that can be drawn. */
export interface Glb {
  /** The document as it is drawn: what the warnings name as put right is put right here. */
  readonly json: Json
  readonly extensionsUsed: readonly string[]
  /** Sizes of the pictures by their headers; null for those that nothing drawn needs and that cannot be read. */
  readonly images: readonly (ImageSize | null)[]
  /** What all accessors unpack to. */
  readonly decodedBytes: number
  readonly drawn: DrawnEntries
  /** The bytes of one of `json.buffers`. Empty for one that a decoder fills. */
  readBuffer(index: number): Uint8Array
}

/** Indices of what is drawn, by the lists of the document. */
interface DrawnEntries extends Drawn, DrawnPictures {
  readonly accessors: ReadonlyMap<number, AccessorUse>
}

/** A file that can be shown, with what was repaired in it, or why it cannot be. */
export type OpenedGlb =
  | { readonly ok: true; readonly glb: Glb; readonly warnings: readonly GlbFinding[] }
  | { readonly ok: false; readonly errors: readonly GlbFinding[]; readonly warnings: readonly GlbFinding[] }

/**
 * Checks chunks and lengths, JSON, addresses outside the file, extensions, and what pictures and geometry unpack to;
 * reads no more than it must. Never throws for what is in the file.
 */
export function openGlb(reader: GlbReader, limits: Partial<GlbLimits> = {}): OpenedGlb {
  const most = { ...DEFAULT_GLB_LIMITS, ...limits }
  const container = readContainer(reader, most)
  if (!container.ok) {
    return { ok: false, errors: [container.error], warnings: [] }
  }
  const { json, binary } = container
  const findings = createFindings(json)
  const refused = () => ({ ok: false as const, errors: findings.errors, warnings: findings.warnings })

  const { version } = object(json['asset'])
  if (typeof version !== 'string' || !version.startsWith('2.')) {
    findings.fail('/asset/version', 'not_version_2')
  }
  for (const [name, value] of Object.entries(json)) {
    if (list(value).length > most.entries) findings.fail(`/${name}`, 'too_many_entries', most.entries)
  }
  const decodedBytes = measureAccessors(json, most, findings)
  if (findings.errors.length > 0) return refused()

  checkExtensions(json, findings)
  json['cameras'] = list(json['cameras']).map((camera) => (isCamera(camera) ? camera : UNUSED_CAMERA))
  const buffers = openBuffers(json, reader, binary, findings)
  const drawn = resolveScene(json, most, findings)
  const pictures = resolveMaterials(json, drawn.meshes, findings)
  resolveAnimations(json, drawn.nodes, findings)
  const accessors = drawnAccessors(json, drawn, buffers, findings)
  checkAccessors(json, accessors, buffers, findings)
  const images = checkImages(json, pictures.images, buffers, most, findings)
  if (findings.errors.length > 0) return refused()

  return {
    ok: true,
    warnings: findings.warnings,
    glb: {
      json,
      extensionsUsed: list(json['extensionsUsed']) as readonly string[],
      images,
      decodedBytes,
      drawn: { ...drawn, ...pictures, accessors },
      readBuffer: buffers.readBuffer,
    },
  }
}

/** In the place of a camera that cannot be used, so that the numbers of the others stay. */
const UNUSED_CAMERA = { type: 'perspective', perspective: { yfov: 0.8, znear: 0.1 } }
