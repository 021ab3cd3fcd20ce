// oxlint-disable-next-line typescript/triple-slash-reference -- read as a source by other packages, too
/// <reference path="./three-parts.d.ts" />
/** Reads a format by three's own loader, without a browser and without the net: textures stay the names they have. */
import {
  type AnimationClip,
  DataTextureLoader,
  ImageLoader,
  LoadingManager,
  type Object3D,
  TextureLoader,
} from 'three'
import { platform } from '#platform'
import type { SceneFormat } from '../find-model.js'
import type { Unit } from '../units.js'
import { createNamedTexture } from './named-texture.js'
import type { SceneSource, Stage } from './stage.js'
import { withPatched } from './with-patched.js'

/** What a loader made, and what it said meanwhile. */
export interface ReadScene {
  readonly root: Object3D
  readonly clips: readonly AnimationClip[]
  /** Pictures that were inside the file, by the address that stands for them. */
  readonly embedded: ReadonlyMap<string, Blob>
  readonly complaints: readonly string[]
  /** What the file has and glTF, or the reader, has not. */
  readonly lost: readonly string[]
  /** What the file names and does not have. */
  readonly missing: readonly string[]
  /** What one unit is, where the file says it in words. */
  readonly unit: Unit | null
  /** The file could say its unit, and does not. */
  readonly isUnitAssumed: boolean
}

type Read = (source: SceneSource, manager: LoadingManager) => Stage

/** Each loader is fetched when it is needed. */
const READERS: Readonly<Record<SceneFormat, () => Promise<Read>>> = {
  obj: async () => (await import('./read-obj.js')).readObj,
  fbx: async () => (await import('./fbx/read-fbx.js')).readFbx,
  stl: async () => (await import('./read-stl.js')).readStl,
  ply: async () => (await import('./read-ply.js')).readPly,
  dae: async () => (await import('./read-collada.js')).readCollada,
  '3mf': async () => (await import('./read-3mf.js')).read3mf,
  usdz: async () => (await import('./usd/read-usd.js')).readUsd,
}

/** What loaders complain of although nothing is lost. */
const KNOWN = /Z-UP coordinate system/

/** Rejects with whatever the loader makes of a file that it cannot read. */
export async function readScene(format: SceneFormat, source: SceneSource): Promise<ReadScene> {
  const read = await READERS[format]()
  const embedded = new Map<string, Blob>()
  const complaints = new Set<string>()
  const complain = (...words: unknown[]) => {
    const [format, ...values] = words.map(String)
    const filled = format?.replaceAll('%s', () => values.shift() ?? '%s')
    const said = [filled, ...values].join(' ').slice(0, 200)
    if (!KNOWN.test(said)) complaints.add(said)
  }
  const {
    root,
    lost = [],
    missing = [],
    unit = null,
    isUnitAssumed = false,
  } = await platform.withDom(() =>
    withPatched(
      [
        [TextureLoader.prototype, 'load', createNamedTexture],
        [DataTextureLoader.prototype, 'load', createNamedTexture],
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
      () => read(source, new LoadingManager()),
    ),
  )
  return {
    root,
    clips: root.animations ?? [],
    embedded,
    complaints: [...complaints],
    lost,
    missing,
    unit,
    isUnitAssumed,
  }
}

function keep(embedded: Map<string, Blob>, blob: Blob): string {
  const address = `blob:embedded-${embedded.size}`
  embedded.set(address, blob)
  return address
}
