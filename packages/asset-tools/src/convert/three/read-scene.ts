// oxlint-disable-next-line typescript/triple-slash-reference -- read as a source by other packages, too
/// <reference path="./three-parts.d.ts" />
/** Reads a format by three's own loader, without a browser and without the net: textures stay the names they have. */
import {
  DataTextureLoader,
  Group,
  ImageLoader,
  LoadingManager,
  Mesh,
  MeshStandardMaterial,
  type Object3D,
  Points,
  PointsMaterial,
  Texture,
  TextureLoader,
  type AnimationClip,
  type BufferGeometry,
} from 'three'
import { platform } from '#platform'
import { listNames, type SceneFormat } from '../find-model.js'
import { plyHeader } from '../ply-header.js'
import { patchesFor } from './collada-gaps.js'
import { buildRotateTrack } from './collada-rotations.js'
import { plainPrimitives } from './collada-primitives.js'
import { splitConcaveFaces } from './obj-faces.js'
import { separateKinds } from './obj-kinds.js'
import { makeMaterials } from './obj-materials.js'
import { splitLargeFaces } from './ply-faces.js'
import { withPatched } from './with-patched.js'
import { ownBuffer } from '../../own-buffer.js'

/** What a loader made, and what it said meanwhile. */
export interface ReadScene {
  readonly root: Object3D
  readonly clips: readonly AnimationClip[]
  /** Pictures that were inside the file, by the address that stands for them. */
  readonly embedded: ReadonlyMap<string, Blob>
  readonly complaints: readonly string[]
  /** What the file has and glTF, or the reader, has not. */
  readonly lost: readonly string[]
  /** The file could say its unit, and does not. */
  readonly isUnitAssumed: boolean
}

/** What a loader gets: the file, and those that it names. */
export interface SceneSource {
  readonly name: string
  readonly bytes: Uint8Array
  /** Text of a file that the model names; null: not among the files. */
  readText(reference: string): string | null
}

type Read = Object3D & { animations?: AnimationClip[] }
/** A root, or one with what is said about it. */
type Parse = (source: SceneSource, manager: LoadingManager) => Read | Stage

interface Stage {
  readonly root: Read
  readonly lost: readonly string[]
  readonly isUnitAssumed: boolean
}

/** Each loader is fetched when it is needed. */
const PARSERS: Readonly<Record<SceneFormat, () => Promise<Parse>>> = {
  async obj() {
    const [{ OBJLoader }, { MTLLoader }] = await Promise.all([
      import('three/addons/loaders/OBJLoader.js'),
      import('three/addons/loaders/MTLLoader.js'),
    ])
    return ({ bytes, readText }, manager) => {
      const text = decodeText(bytes)
      const loader = new OBJLoader(manager)
      const libraries = [...text.matchAll(/^\s*mtllib\s+(.+?)\s*$/gm)].flatMap(
        ([, name = '']) => readText(name) ?? [],
      )
      let lost: readonly string[] = []
      if (libraries.length > 0) {
        const materials = new MTLLoader(manager).parse(libraries.join('\n'), '')
        lost = makeMaterials(materials, textureNamed)
        loader.setMaterials(materials)
      }
      return {
        root: loader.parse(splitConcaveFaces(separateKinds(text))),
        lost: lost.length === 0 ? [] : [`maps of materials (${lost.join(', ')})`],
        isUnitAssumed: false,
      }
    }
  },
  async fbx() {
    const { readFbx } = await import('./read-fbx.js')
    return ({ bytes }, manager) => {
      const { root, lost } = readFbx(bytes, manager)
      // In centimetres, where the file does not say otherwise.
      const centimetres = Number(root.userData['unitScaleFactor'] ?? 1)
      const scale = (Number.isFinite(centimetres) && centimetres > 0 ? centimetres : 1) / 100
      return {
        root: Object.assign(below(root, scale), { animations: root.animations }),
        lost,
        isUnitAssumed: false,
      }
    }
  },
  async stl() {
    const { STLLoader } = await import('three/addons/loaders/STLLoader.js')
    return ({ bytes }, manager) => solidOf(new STLLoader(manager).parse(ownBuffer(bytes)))
  },
  async ply() {
    const { PLYLoader } = await import('three/addons/loaders/PLYLoader.js')
    return ({ bytes }, manager) => {
      const geometry = new PLYLoader(manager).parse(ownBuffer(splitLargeFaces(bytes)))
      const header = plyHeader(bytes) ?? ''
      // Without faces it is a cloud, also where its points have normals.
      if (!/^element\s+face\s+0*[1-9]/m.test(header)) return cloudOf(geometry)
      const solid = solidOf(geometry)
      // As MeshLab names it.
      const picture = /^comment\s+TextureFile\s+(.*?)\s*$/im.exec(header)?.[1]
      if (picture !== undefined && geometry.hasAttribute('uv')) {
        solid.material.map = textureNamed(picture)
        solid.material.color.set(0xffffff)
      }
      return solid
    }
  },
  async dae() {
    const [{ ColladaLoader }, { ColladaParser }, { ColladaComposer }] = await Promise.all([
      import('three/addons/loaders/ColladaLoader.js'),
      import('three/addons/loaders/collada/ColladaParser.js'),
      import('three/addons/loaders/collada/ColladaComposer.js'),
    ])
    return ({ name, bytes }, manager) => {
      const text = plainPrimitives(decodeText(bytes))
      const absent = new Set<string>()
      const read = withPatched(
        [
          [ColladaComposer.prototype, 'buildRotateTrack', buildRotateTrack],
          ...patchesFor(ColladaParser.prototype, ColladaComposer.prototype, name, absent),
        ],
        () => new ColladaLoader(manager).parse(text, ''),
      )
      if (read === null) throw new Error('it is no COLLADA document')
      const { scene } = read
      return {
        root: Object.assign(below(scene, 1), { animations: scene.animations }),
        lost: absent.size === 0 ? [] : [`what the file names and does not have (${listNames([...absent])})`],
        isUnitAssumed: false,
      }
    }
  },
  async '3mf'() {
    const { read3mf } = await import('./read-3mf.js')
    return ({ name, bytes }, manager) => read3mf(name, bytes, manager)
  },
  async usdz() {
    const { readUsd } = await import('./usd/read-usd.js')
    return ({ name, bytes }, manager) => readUsd(name, bytes, manager)
  },
}

/** What loaders complain of although nothing is lost. */
const KNOWN = /Z-UP coordinate system/

/** Rejects with whatever the loader makes of a file that it cannot read. */
export async function readScene(format: SceneFormat, source: SceneSource): Promise<ReadScene> {
  const parse = await PARSERS[format]()
  const embedded = new Map<string, Blob>()
  const complaints = new Set<string>()
  const complain = (...words: unknown[]) => {
    const [format, ...values] = words.map(String)
    const filled = format?.replaceAll('%s', () => values.shift() ?? '%s')
    const said = [filled, ...values].join(' ').slice(0, 200)
    if (!KNOWN.test(said)) complaints.add(said)
  }
  const read = await platform.withDom(() =>
    withPatched(
      [
        [TextureLoader.prototype, 'load', textureNamed],
        [DataTextureLoader.prototype, 'load', textureNamed],
        // Of USD, which fills a texture of its own.
        [
          ImageLoader.prototype,
          'load',
          (url: string, onLoad?: (image: unknown) => void) => onLoad?.({ reference: url }),
        ],
        [URL, 'createObjectURL', (blob: Blob) => keep(embedded, blob)],
        [URL, 'revokeObjectURL', () => undefined],
        // Greetings, and what is done about an axis anyway.
        [console, 'debug', () => undefined],
        [console, 'log', () => undefined],
        [console, 'warn', complain],
        [console, 'error', complain],
      ],
      () => parse(source, new LoadingManager()),
    ),
  )
  const { root, lost, isUnitAssumed } = 'root' in read ? read : { root: read, lost: [], isUnitAssumed: false }
  return {
    root,
    clips: root.animations ?? [],
    embedded,
    complaints: [...complaints],
    lost,
    isUnitAssumed,
  }
}

/** Stands for a picture that is attached later. */
function textureNamed(reference: string): Texture {
  const texture = new Texture()
  texture.userData['reference'] = reference
  return texture
}

function keep(embedded: Map<string, Blob>, blob: Blob): string {
  const address = `blob:embedded-${embedded.size}`
  embedded.set(address, blob)
  return address
}

/** A loader's own root keeps the turn and scale that it set; the world is above it. */
function below(root: Object3D, scale: number): Group {
  const group = new Group()
  group.name = root.name
  group.add(root)
  group.scale.setScalar(scale)
  return group
}

function cloudOf(geometry: BufferGeometry): Object3D {
  return new Points(geometry, new PointsMaterial({ vertexColors: geometry.hasAttribute('color') }))
}

function solidOf(geometry: BufferGeometry): Mesh<BufferGeometry, MeshStandardMaterial> {
  const vertexColors = geometry.hasAttribute('color')
  if (!geometry.hasAttribute('normal')) geometry.computeVertexNormals()
  return new Mesh(
    geometry,
    new MeshStandardMaterial({
      color: vertexColors ? 0xffffff : 0xb8b8b8,
      vertexColors,
      roughness: 0.6,
      metalness: 0,
    }),
  )
}

/** Programs write text in UTF-8, in UTF-16 with its mark or, on older Windows, in Windows-1252. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
