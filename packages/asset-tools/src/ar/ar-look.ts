/** What a scene says about its model that the AR apps can only learn from the file: how large it is, which variant it shows. */
import { splitGlb, withDocument } from '../convert/glb-container.js'

/** How a scene shows a model. */
export interface ArLook {
  /** How long one unit of the file is. Default 1, as glTF has it (§3.4). */
  readonly metresPerUnit?: number
  /** A material variant of the file. By default, and where the file has none of that name, the materials it starts with. */
  readonly variant?: string | null
}

interface Document {
  scene?: number
  scenes?: { nodes?: number[] }[]
  nodes?: { readonly name?: string; readonly scale?: readonly number[]; readonly children?: number[] }[]
  readonly meshes?: readonly { readonly primitives?: readonly Primitive[] }[]
  readonly extensions?: {
    readonly [VARIANTS]?: { readonly variants?: readonly { readonly name?: string }[] }
  }
}
interface Primitive {
  material?: number
  readonly extensions?: {
    readonly [VARIANTS]?: {
      readonly mappings?: readonly { readonly material: number; readonly variants: readonly number[] }[]
    }
  }
}

const VARIANTS = 'KHR_materials_variants'

/** A GLB of which only the document differs, or the very bytes that came in. They have to be valid. */
export function applyLook(bytes: Uint8Array, { metresPerUnit = 1, variant = null }: ArLook): Uint8Array {
  const parts = metresPerUnit === 1 && variant === null ? null : splitGlb(bytes)
  if (parts === null) return bytes
  const document = JSON.parse(new TextDecoder().decode(parts.json)) as Document
  const isScaled = metresPerUnit !== 1 && scaleScene(document, metresPerUnit)
  const isVaried = variant !== null && chooseVariant(document, variant)
  return isScaled || isVaried ? withDocument(bytes, JSON.stringify(document)) : bytes
}

/** Apps show the one scene that the file starts with; a node may hang in one place only. */
function scaleScene(document: Document, scale: number): boolean {
  const { nodes, scenes = [] } = document
  const scene = scenes[document.scene ?? 0]
  if (nodes === undefined || !scene?.nodes?.length) return false
  const root = nodes.push({ name: 'Real size', scale: [scale, scale, scale], children: scene.nodes }) - 1
  document.scenes = [{ ...scene, nodes: [root] }]
  document.scene = 0
  return true
}

function chooseVariant(document: Document, name: string): boolean {
  const chosen =
    document.extensions?.[VARIANTS]?.variants?.findIndex((variant) => variant.name === name) ?? -1
  if (chosen === -1) return false
  for (const { primitives = [] } of document.meshes ?? []) {
    for (const primitive of primitives) {
      const mappings = primitive.extensions?.[VARIANTS]?.mappings ?? []
      const mapping = mappings.find(({ variants }) => variants.includes(chosen))
      if (mapping !== undefined) primitive.material = mapping.material
    }
  }
  return true
}
