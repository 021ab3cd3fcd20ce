/** Makes a GLB of a format that is not glTF: read by three, written by three, its pictures put in afterwards. */
import { dedup, weld } from '@gltf-transform/functions'
import type { Object3D } from 'three'
import { AssetError } from '../asset-error.js'
import { createIo } from '../optimize/create-io.js'
import { checkSource } from './check-source.js'
import { findFile, folderOf } from './find-file.js'
import { decodeText } from './decode-text.js'
import type { FoundModel, SceneFormat } from './find-model.js'
import type { ConvertLimits } from './limits.js'
import type { ConversionNote } from './note.js'
import { describeFindings, type ModelSize } from './scene-notes.js'
import type { FileSet } from './source-files.js'
import type { ReadScene } from './three/read-scene.js'
import { type Unit, UNITS } from './units.js'

export interface SceneOptions {
  readonly units?: Unit | undefined
  readonly upAxis?: 'y' | 'z' | undefined
  readonly limits: ConvertLimits
  readonly signal?: AbortSignal | undefined
}

export interface ConvertedScene {
  readonly glb: Uint8Array
  readonly notes: readonly ConversionNote[]
  readonly size: ModelSize
}

/** What a format leaves open: OBJ and PLY are mostly exported for screens, STL and 3MF for printers. */
const ASSUMED: Partial<Record<SceneFormat, { readonly units: Unit | null; readonly upAxis: 'y' | 'z' }>> = {
  obj: { units: 'm', upAxis: 'y' },
  ply: { units: 'm', upAxis: 'y' },
  stl: { units: 'mm', upAxis: 'z' },
  // Its unit stands in the file.
  '3mf': { units: null, upAxis: 'z' },
}

/** @throws AssetError `damaged_file`, `unsupported_file`, `nothing_to_show` */
export async function convertScene(
  { name, format }: FoundModel & { readonly format: SceneFormat },
  files: FileSet,
  { units, upAxis, limits, signal }: SceneOptions,
): Promise<ConvertedScene> {
  const bytes = files.get(name) as Uint8Array
  await checkSource(name, format, bytes, limits)
  const [
    { readScene },
    { plainMaterials },
    { keepSingleTracks },
    { exportGlb },
    { takeExtent },
    { dropBrokenTracks, dropShortAttributes, emptyPointless, hasBrokenPoints, resetBrokenPlaces },
    { attachTextures },
    { plainLights },
  ] = await Promise.all([
    import('./three/read-scene.js'),
    import('./three/plain-materials.js'),
    import('./three/single-tracks.js'),
    import('./three/export-glb.js'),
    import('./three/extent.js'),
    import('./three/check-points.js'),
    import('./three/attach-textures.js'),
    import('./three/plain-lights.js'),
  ])
  const elsewhere = new Set<string>()
  const absent = new Set<string>()
  const find = (reference: string): Uint8Array | null => {
    const found = findFile(files, folderOf(name), reference)
    if (found !== null && !found.isExact) elsewhere.add(found.name)
    return found?.bytes ?? null
  }
  const readText = (reference: string): string | null => {
    const text = find(reference)
    if (text === null) absent.add(reference)
    return text && decodeText(text)
  }
  let read: ReadScene
  try {
    read = await readScene(format, { name, bytes, readText })
  } catch (error) {
    throw error instanceof AssetError ? error : damaged(name, error)
  }
  signal?.throwIfAborted()
  const { root, clips, embedded, complaints, lost, missing: absentParts, unit: ownUnit, isUnitAssumed } = read
  if (!isAnythingDrawn(root)) throw nothingToShow(name, lost)
  if (hasBrokenPoints(root)) throw damaged(name)
  const broken = [...resetBrokenPlaces(root), ...dropBrokenTracks(clips)]
  const dark = plainLights(root)
  const short = dropShortAttributes(root)
  emptyPointless(root)
  const assumed = ASSUMED[format]
  const unit = units ?? ownUnit ?? assumed?.units ?? null
  const world = turn(
    root,
    (upAxis ?? assumed?.upAxis) === 'z' && assumed !== undefined,
    unit === null ? 1 : UNITS[unit],
  )
  const { size, isCoarse, place } = takeExtent(world, clips)
  const { uses, left: unplaced } = plainMaterials(world)
  // Some programs write a key twice, which glTF does not have.
  for (const clip of clips) clip.optimize()
  const cut = keepSingleTracks(clips)
  // A clip that moves nothing is none in glTF.
  const moving = clips.filter(({ tracks }) => tracks.length > 0)
  const exported = await exportGlb(world, moving).catch((error: unknown) => {
    throw damaged(name, error)
  })
  signal?.throwIfAborted()

  const io = await createIo([])
  const document = await io.readBinary(exported as Uint8Array<ArrayBuffer>)
  // Only a hint, and of nested armatures a wrong one.
  for (const skin of document.getRoot().listSkins()) skin.setSkeleton(null)
  const picture = async (reference: string): Promise<Uint8Array | null> => {
    const inside = embedded.get(reference)
    if (inside) return new Uint8Array(await inside.arrayBuffer())
    return reference.startsWith('data:') ? decodeBase64(reference) : find(reference)
  }
  const {
    missing,
    unreadable,
    left: unattached,
  } = await attachTextures(document, uses, { find: picture, signal })
  await document.transform(dedup({ keepUniqueNames: true }), weld())
  const isUnitNamed = units !== undefined || ownUnit !== null
  return {
    glb: await io.writeBinary(document),
    size,
    notes: describeFindings({
      size,
      assumedUnit: isUnitAssumed ? 'cm' : isUnitNamed ? null : (assumed?.units ?? null),
      missingTextures: missing,
      unreadableTextures: unreadable,
      missingFiles: [...absent],
      filesElsewhere: [...elsewhere],
      maps: [...unattached, ...unplaced],
      doubleMovements: cut,
      absentParts,
      shortAttributes: short,
      brokenPlaces: broken,
      isCoarse,
      lost: [...lost, ...dark, ...(place === null ? [] : [place])],
      complaints,
    }),
  }
}

/** What points up, and how large it is, of files that say neither. */
function turn(root: Object3D, isZUp: boolean, scale: number): Object3D {
  if (isZUp) root.rotation.x -= Math.PI / 2
  root.scale.multiplyScalar(scale)
  return root
}

function isAnythingDrawn(root: Object3D): boolean {
  let isDrawn = false
  root.traverse((object) => {
    const { geometry } = object as Object3D & {
      geometry?: { getAttribute(name: string): { count: number } | undefined }
    }
    isDrawn ||= (geometry?.getAttribute('position')?.count ?? 0) > 0
  })
  return isDrawn
}

/** Null: it is none. Some programs fill it up with more signs than there are. */
function decodeBase64(uri: string): Uint8Array | null {
  try {
    let end = uri.length
    while (uri[end - 1] === '=' || uri[end - 1] === '\n' || uri[end - 1] === '\r') end -= 1
    const text = atob(uri.slice(uri.indexOf(',') + 1, end))
    return Uint8Array.from(text, (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

const nothingToShow = (name: string, lost: readonly string[]) =>
  new AssetError({
    code: 'nothing_to_show',
    message:
      lost.length === 0
        ? `“${name}” has no geometry.`
        : `“${name}” has no mesh; it holds ${lost.join('; ')}.`,
    hint: 'Open the model in the program it was made with, and export its meshes.',
    files: [name],
  })

const damaged = (name: string, cause?: unknown) =>
  new AssetError({
    code: 'damaged_file',
    message: `“${name}” is damaged or incomplete.`,
    hint: 'Download or export it again; glTF is read best.',
    files: [name],
    cause,
  })
