// oxlint-disable-next-line typescript/triple-slash-reference -- read as a source by other packages, too
/// <reference path="../three-parts.d.ts" />
/** Composes a stage of USD as three does, with what three leaves out where glTF has it; the rest is named. */
/* oxlint-disable eslint/no-underscore-dangle -- three's readers name their steps so */
import {
  AnimationClip,
  type Group,
  type KeyframeTrack,
  Matrix4,
  type Mesh,
  type MeshPhysicalMaterial,
  Object3D,
  type Texture,
} from 'three'
import type { Samples } from 'three/addons/loaders/usd/USDComposer.js'
import {
  type Attributes,
  CLASS,
  hiddenBecause,
  leafOf,
  OVER,
  PRIM,
  targetsOf,
  type UsdLayer,
  type UsdSpec,
} from './layer.js'
import { placeInstances, placementsOf } from './instancer.js'
import { SPECS_OF_PART } from '../../placed-parts.js'
import { MeshComposer } from './mesh-composer.js'
import { finishMaterial } from './preview-surface.js'
import { tracksOf } from './transform-tracks.js'
import { matrixOf, operationsOf } from './transforms.js'

const INSTANCER = 'PointInstancer'
const MOVED_INSTANCES = 'movement of instances'
/** Where its instances are. */
const PLACES = ['positions', 'orientations', 'orientationsf', 'scales']
/** What is drawn, or says something about what is drawn. */
const DRAWN = new Set(
  (
    'Xform Scope Mesh SkelRoot Skeleton SkelAnimation BlendShape Material Shader NodeGraph GeomSubset Camera ' +
    `Cube Sphere Cylinder Cone Capsule DistantLight SphereLight RectLight DiskLight ${INSTANCER}`
  ).split(' '),
)
/** What a reader may leave out without anybody missing it: how simulations and settings of programs are kept. */
const UNSEEN = /^(?:Physics|RenderSettings|RenderProduct|RenderVar|Backdrop)/

export class StageComposer extends MeshComposer {
  readonly #objects = new Map<string, Object3D>()
  /** Those outside before those inside of their prototypes. */
  readonly #instancers = new Set<string>()
  #isReferenced = false
  #readClip: string | null = null

  override _buildHierarchy(parent: Object3D, path: string): void {
    if (!this.#objects.has(path)) this.#objects.set(path, parent)
    if (this.#isReferenced) this.placed.add(SPECS_OF_PART)
    const spec = this.specsByPath[path]
    if (path !== '/' && this.#isHidden(path, spec)) return
    if (spec?.fields['typeName'] === INSTANCER) {
      // What is below it is drawn where it is placed, and nowhere else.
      this.#instancers.add(path)
      super._buildHierarchy(new Object3D(), path)
    } else super._buildHierarchy(parent, path)
  }

  override applyTransform(object: Object3D, fields: Attributes, attributes: Attributes = {}): void {
    const all = { ...fields, ...attributes }
    const operations = operationsOf(all)
    if (operations === null) return super.applyTransform(object, fields, attributes)
    const matrix = new Matrix4()
    for (const operation of operations) {
      const step = matrixOf(operation, all[operation.name])
      if (step !== null) matrix.multiply(step)
      else if (all[operation.name] !== undefined) this.losses.add('transforms', operation.name)
    }
    matrix.decompose(object.position, object.quaternion, object.scale)
    object.updateMatrix()
    const isSheared = object.matrix.elements.some(
      (value, index) => Math.abs(value - (matrix.elements[index] ?? 0)) > 1e-4 * (1 + Math.abs(value)),
    )
    if (isSheared) this.losses.add('slanted transforms', object.name)
  }

  override _buildGeomPrimitive(path: string, spec: UsdSpec, type: string): Mesh | null {
    if (this.#isHidden(path, spec)) return null
    return super._buildGeomPrimitive(path, spec, type)
  }

  override _buildMesh(path: string, spec: UsdSpec): Mesh | null {
    return this.#isHidden(path, spec) ? null : super._buildMesh(path, spec)
  }

  /** What has no material of its own has none; three takes the first one of the file. */
  override _buildMaterial(path: string, fields: Attributes): MeshPhysicalMaterial {
    return this._buildMaterialForPath(this._getMaterialPath(path, fields))
  }

  override _applyMaterial(material: MeshPhysicalMaterial, path: string): void {
    material.name = leafOf(path)
    super._applyMaterial(material, path)
    const surfaces = Object.entries(this.specsByPath).filter(
      ([at, { fields }]) => at.startsWith(`${path}/`) && fields['typeName'] === 'Shader',
    )
    const known = surfaces.filter(([at]) => SURFACES.has(String(this._getAttributes(at)['info:id'])))
    if (surfaces.length > 0 && known.length === 0) this.losses.add('materials of other kinds', leafOf(path))
  }

  override _applyPreviewSurface(material: MeshPhysicalMaterial, path: string): void {
    super._applyPreviewSurface(material, path)
    finishMaterial(
      material,
      {
        attributes: this._getAttributes(path),
        connectionOf: (input) => {
          const [target] = (this.specsByPath[`${path}.inputs:${input}`]?.fields['connectionPaths'] ??
            []) as readonly string[]
          return target?.replaceAll(/[<>]/g, '') ?? null
        },
        attributesOf: (prim) => this._getAttributes(prim),
        textureOf: (connection) => this._getTextureFromConnection(connection),
      },
      this.losses,
    )
  }

  /** Each use is a texture of its own: three shares one among all that have the same picture, placed as the first. */
  override _getTextureFromConnection(connection: string): Texture | null {
    this.textureCache = {}
    return super._getTextureFromConnection(connection)
  }

  override _createTextureFromData(data: unknown, attributes: unknown, transform: unknown): Texture | null {
    if (!(data instanceof Uint8Array)) return super._createTextureFromData(data, attributes, transform)
    const address = addresses.get(data) ?? URL.createObjectURL(new Blob([data.slice()]))
    addresses.set(data, address)
    const texture = super._createTextureFromData(address, attributes, transform)
    // USD turns coordinates, three the picture.
    if (texture !== null) texture.rotation *= -1
    return texture
  }

  override _resolveReference(
    reference: string,
    variants: Readonly<Record<string, string>> = {},
  ): Group | null {
    const [, file = '', prim] = /^@([^@]*)@(?:<([^>]+)>)?$/.exec(reference) ?? []
    const path = file === '' ? '' : this._resolveFilePath(file)
    const layer = this.assets[path]
    if (layer === undefined || !('specsByPath' in layer)) {
      this.losses.add('references', file === '' ? (prim ?? reference) : file)
      return null
    }
    const composer = new StageComposer(this.manager, this.losses, this.placed)
    composer.#isReferenced = true
    const group = composer.compose(
      layer as UsdLayer,
      this.assets,
      { ...variants, ...this.externalVariantSelections },
      this._getBasePath(path),
    )
    // Units and the way up are those of the stage that refers.
    group.scale.setScalar(1)
    group.rotation.set(0, 0, 0)
    if (group.animations.length > 0) this.losses.add('clips of references', file)
    const root = String(layer.specsByPath['/']?.fields['defaultPrim'] ?? '')
    const wanted = prim ?? (root === '' ? null : `/${root}`)
    const found = wanted === null ? undefined : composer.#objects.get(wanted)
    if (found === undefined) return group
    group.clear()
    group.add(found)
    return group
  }

  /** Joints stand where their skeleton stands; three puts them below the last mesh that they move. */
  override _bindSkeletons(): void {
    super._bindSkeletons()
    for (const path of [...this.#instancers].toReversed()) this.#placeInstances(path)
    this.#forgetPrototypes()
    for (const [path, { rootBones }] of Object.entries(this.skeletons)) {
      const place = new Object3D()
      place.name = leafOf(path)
      const attributes = this._getAttributes(path)
      this.applyTransform(place, this.specsByPath[path]?.fields ?? {}, attributes)
      this.#objects.get(path.slice(0, path.lastIndexOf('/')))?.add(place)
      for (const bone of rootBones) if (bone.parent !== null) place.add(bone)
    }
  }

  #placeInstances(path: string): void {
    const name = leafOf(path)
    const placements = placementsOf(this.valuesOf(path))
    const prototypes = targetsOf(this.specsByPath[`${path}.prototypes`]).map((prototype) =>
      this.#objects.get(prototype),
    )
    const places = placeInstances(placements, prototypes, this.placed)
    if (places === null) {
      this.losses.add(INSTANCER, name)
      return
    }
    this.#objects.get(path)?.add(...places)
    if (PLACES.some((place) => super._getTimeSampledAttribute(path, place) !== null))
      this.losses.add(MOVED_INSTANCES, name)
  }

  /** They are drawn by their copies, which no clip moves. */
  #forgetPrototypes(): void {
    for (const [path, object] of this.#objects) {
      if (!this.#isPrototype(path)) continue
      if (this.#tracksAt(path, object).length > 0) this.losses.add(MOVED_INSTANCES, leafOf(path))
      this.#objects.delete(path)
    }
  }

  #isPrototype(path: string): boolean {
    const parent = path.slice(0, path.lastIndexOf('/'))
    return parent !== '' && (this.#instancers.has(parent) || this.#isPrototype(parent))
  }

  override _buildAnimationClip(path: string): AnimationClip | null {
    this.#readClip = path
    const clip = super._buildAnimationClip(path)
    this.#readClip = null
    const weights = this.weightTracks(path)
    if (weights.length === 0) return clip
    return new AnimationClip(leafOf(path), -1, [...(clip?.tracks ?? []), ...weights])
  }

  /** Of a clip by the joints themselves: several may have one name. */
  override _getAttributes(path: string): Attributes {
    const attributes = super._getAttributes(path)
    if (path !== this.#readClip) return attributes
    const skeletons = Object.values(this.skeletons)
    const moved = skeletons.find(({ animationPath }) => animationPath === path) ?? skeletons[0]
    const names = (attributes['joints'] ?? []) as readonly string[]
    const joints = names.map((name) => moved?.skeleton.bones[moved.joints.indexOf(name)]?.uuid ?? name)
    return { ...attributes, joints }
  }

  /** What does not change stands for all moments. */
  override _getTimeSampledAttribute(path: string, name: string): Samples | null {
    const samples = super._getTimeSampledAttribute(path, name)
    if (samples !== null) return samples
    const value = this.specsByPath[`${path}.${name}`]?.fields['default']
    return value === undefined ? null : { times: [0], values: [value] }
  }

  override _buildTransformAnimations(): KeyframeTrack[] {
    return [...this.#objects].flatMap(([path, object]) => this.#tracksAt(path, object))
  }

  #tracksAt(path: string, object: Object3D): readonly KeyframeTrack[] {
    const samplesOf = (name: string) => super._getTimeSampledAttribute(path, name)
    return tracksOf(object.uuid, this.valuesOf(path), samplesOf, this.fps)
  }

  /** Once, after all is built: kinds of prims that are not drawn. */
  nameUndrawn(layer: UsdLayer): void {
    for (const [path, { specType, fields }] of Object.entries(layer.specsByPath)) {
      const type = String(fields['typeName'] ?? '')
      if (specType !== PRIM || type === '' || DRAWN.has(type) || UNSEEN.test(type)) continue
      this.losses.add(type, leafOf(path))
    }
  }

  /** What an `over` is said about may stand in a layer that one of its parents refers to; without it, it is nothing. */
  #mayBeElsewhere(path: string): boolean {
    const parent = path.slice(0, path.lastIndexOf('/'))
    if (parent === '') return false
    const { fields } = this.specsByPath[parent] ?? { fields: {} as Attributes }
    // Prototypes are often said to be an `over`, so that nobody draws them by themselves.
    const isPlaced = fields['typeName'] === INSTANCER
    return isPlaced || 'references' in fields || this.#mayBeElsewhere(parent)
  }

  /** A class and an `over` that nothing defines are drawn by nobody: nothing is lost with them. */
  #isHidden(path: string, spec: UsdSpec | undefined): boolean {
    const specifier = spec?.fields['specifier']
    if (specifier === CLASS || (specifier === OVER && !this.#mayBeElsewhere(path))) return true
    const reason = hiddenBecause(spec, this.valuesOf(path))
    if (reason !== null) this.losses.add(`${reason} parts`, leafOf(path))
    return reason !== null
  }
}

/** Each picture of an archive once. */
const addresses = new WeakMap<Uint8Array, string>()

const SURFACES = new Set([
  'UsdPreviewSurface',
  'ND_UsdPreviewSurface_surfaceshader',
  'arnold:openpbr_surface',
])
