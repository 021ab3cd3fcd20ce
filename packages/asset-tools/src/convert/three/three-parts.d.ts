/** The parts of three's readers that are used here; they come without declarations. */
declare module 'three/addons/loaders/usd/USDAParser.js' {
  import type { UsdLayer } from './usd/layer.js'

  export class USDAParser {
    parseData(text: string): UsdLayer
    parseText(text: string): { [key: string]: unknown }
    _extractPrimData(
      data: Record<string, unknown>,
      path: string,
      fields: Record<string, unknown>,
      ...others: unknown[]
    ): void
  }
}

declare module 'three/addons/loaders/usd/USDCParser.js' {
  import type { UsdLayer } from './usd/layer.js'

  export class USDCParser {
    readonly tokens: readonly string[]
    readonly strings: readonly number[]
    readonly paths: readonly string[]
    readonly version: { readonly major: number; readonly minor: number }
    readonly reader: {
      readUint8(): number
      readUint16(): number
      readUint32(): number
      readInt32(): number
      readUint64(): number
      readFloat32(): number
      readFloat64(): number
    }
    parseData(buffer: ArrayBuffer): UsdLayer
    _readHalf(): number
    _halfToFloat(bits: number): number
    _readInlinedValue(value: CrateValue): unknown
    _readScalarValue(type: number): unknown
    _readArrayValue(value: CrateValue): unknown
  }
  export interface CrateValue {
    readonly typeEnum: number
    readonly isCompressed: boolean
    getInlinedValue(): number
  }
}

declare module 'three/addons/loaders/usd/USDComposer.js' {
  import type {
    AnimationClip,
    Bone,
    BufferGeometry,
    Group,
    KeyframeTrack,
    LoadingManager,
    Mesh,
    Object3D,
    Skeleton,
  } from 'three'
  import type { MeshPhysicalMaterial, Texture } from 'three'
  import type { Attributes, UsdLayer, UsdSpec } from './usd/layer.js'

  export interface BuiltSkeleton {
    readonly skeleton: Skeleton
    readonly joints: readonly string[]
    readonly rootBones: readonly Bone[]
    readonly animationPath: string | null
  }

  export class USDComposer {
    readonly manager: LoadingManager
    readonly fps: number
    readonly assets: Readonly<Record<string, UsdLayer | Uint8Array>>
    readonly specsByPath: Readonly<Record<string, UsdSpec>>
    readonly externalVariantSelections: Readonly<Record<string, string>>
    readonly skeletons: Readonly<Record<string, BuiltSkeleton>>
    constructor(manager: LoadingManager)
    compose(
      layer: UsdLayer,
      assets: Readonly<Record<string, UsdLayer | Uint8Array>>,
      variants: Readonly<Record<string, string>>,
      folder: string,
    ): Group
    applyTransform(object: Object3D, fields: Attributes, attributes?: Attributes): void
    _buildHierarchy(parent: Object3D, path: string): void
    _buildGeomPrimitive(path: string, spec: UsdSpec, type: string): Mesh | null
    _buildMesh(path: string, spec: UsdSpec): Mesh | null
    _getGeomSubsets(path: string): readonly unknown[]
    _buildGeometry(path: string, fields: Attributes): BufferGeometry
    _buildGeometryWithSubsets(fields: Attributes, subsets: readonly unknown[]): BufferGeometry
    _buildMaterial(path: string, fields: Attributes): MeshPhysicalMaterial
    _buildMaterialForPath(path: string | null): MeshPhysicalMaterial
    _getMaterialPath(path: string, fields: Attributes): string | null
    _applyMaterial(material: MeshPhysicalMaterial, path: string): void
    _applyPreviewSurface(material: MeshPhysicalMaterial, path: string): void
    textureCache: Record<string, Texture>
    _getTextureFromConnection(path: string): Texture | null
    _createTextureFromData(data: unknown, attributes: unknown, transform: unknown): Texture | null
    _getAttributes(path: string): Attributes
    _getReferences(spec: UsdSpec): string[]
    _resolveFilePath(reference: string): string
    _resolveReference(reference: string, variants?: Readonly<Record<string, string>>): Group | null
    _getBasePath(path: string): string
    _bindSkeletons(): void
    _buildAnimationClip(path: string): AnimationClip | null
    _buildTransformAnimations(): KeyframeTrack[]
    _getTimeSampledAttribute(path: string, name: string): Samples | null
  }
  export interface Samples {
    readonly times: readonly number[]
    readonly values: readonly unknown[]
  }
}

declare module 'three/addons/loaders/collada/ColladaComposer.js' {
  import type { BuildMaterial } from './collada-opacity.js'

  export class ColladaComposer {
    buildMaterial: BuildMaterial
    getNode(id: string): unknown
    compose(): unknown
  }
}

declare module 'three/addons/loaders/collada/ColladaParser.js' {
  export class ColladaParser {
    parseAsset(xml: Element): unknown
  }
}
