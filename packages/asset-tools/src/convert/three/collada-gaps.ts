/** COLLADA as other programs write it, for three's reader: with gaps that it would stumble over, and more than it looks at. */
/* oxlint-disable oxc/no-this-in-exported-function -- methods of three's parser and composer */
import { MeshPhongMaterial } from 'three'
import { requirePlaceable } from '../require-placeable.js'
import type { Patch } from './with-patched.js'

interface Instance {
  readonly id: string
  readonly materials: Record<string, string>
}
interface ColladaNode {
  readonly id: string
  /** Ids of those in it. */
  readonly nodes: readonly string[]
  instanceGeometries: Instance[]
  instanceControllers: Instance[]
  instanceNodes: string[]
}
type Named<Item> = Record<string, Item>

/** `inputs` are ids of sources, `sampler` is one of a sampler. */
interface ColladaAnimation {
  readonly sources: Named<unknown>
  readonly samplers: Named<{ readonly inputs: Record<string, string> }>
  readonly channels: Named<{ readonly sampler: string }>
}

/** What of the parsed document is used here: everything by its id. */
interface ColladaLibrary {
  readonly nodes: Named<ColladaNode>
  readonly geometries: Named<unknown>
  /** `id` is what it moves: a mesh, or another controller. */
  readonly controllers: Named<{ id: string; readonly skin?: unknown }>
  readonly materials: Named<{ readonly url?: string }>
  readonly effects: Named<{ readonly profile?: { readonly technique?: unknown } }>
  readonly visualScenes: Named<{ readonly children: readonly ColladaNode[] }>
  readonly animations: Named<ColladaAnimation>
}
interface Composer {
  readonly library: ColladaLibrary
  getVisualScene(id: string | undefined): unknown
}

/**
 * What takes the place of methods of three's parser and composer for one document.
 * @param file the document's name, for the error where it places too many nodes
 * @param absent filled with the ids that the document names and does not have
 */
export function patchesFor(
  parser: { parseAsset(xml: Element): unknown },
  composer: { compose(): unknown },
  file: string,
  absent: Set<string>,
): readonly Patch[] {
  const { parseAsset } = parser
  const { compose } = composer
  return [
    [
      parser,
      'parseAsset',
      function (this: unknown, xml: Element | undefined) {
        // The defaults of COLLADA 1.4.1, where there is no asset to say so.
        return xml === undefined ? { unit: 1, upAxis: 'Y_UP' } : parseAsset.call(this, xml)
      },
    ],
    [parser, 'parseLibrary', readEveryLibrary],
    [
      composer,
      'compose',
      function (this: Composer) {
        dropAbsent(this.library, absent)
        requirePlaceableNodes(file, this.library)
        return compose.call(this)
      },
    ],
    [composer, 'parseScene', parseScene],
    // Its own is magenta.
    [composer, 'fallbackMaterial', new MeshPhongMaterial()],
  ]
}

/** There may be several of each kind. */
function readEveryLibrary(
  root: Element,
  library: string,
  item: string,
  read: (element: Element) => void,
): void {
  for (const one of childrenOf(root, library)) for (const element of childrenOf(one, item)) read(element)
}

/** The scene that the document says, or else its first. */
function parseScene(this: Composer, xml: Element | undefined): unknown {
  const [instance] = xml === undefined ? [] : childrenOf(xml, 'instance_visual_scene')
  const { visualScenes } = this.library
  const wanted = instance?.getAttribute('url')?.slice(1) ?? ''
  return this.getVisualScene(Object.hasOwn(visualScenes, wanted) ? wanted : Object.keys(visualScenes)[0])
}

function childrenOf(parent: Element, name: string): readonly Element[] {
  return Array.from(parent.childNodes).filter((child): child is Element => child.nodeName === name)
}

/** Takes out of the document whatever points at something that it does not have. */
function dropAbsent(library: ColladaLibrary, absent: Set<string>): void {
  const { nodes, geometries, controllers, materials, effects } = library
  const isThere = (items: Named<unknown>, id: string) => {
    if (Object.hasOwn(items, id)) return true
    absent.add(id)
    return false
  }
  for (const [id, { url = '' }] of Object.entries(materials)) {
    if (effects[url]?.profile?.technique !== undefined) continue
    isThere(effects, url)
    delete materials[id]
  }
  for (const [id, controller] of Object.entries(controllers)) {
    controller.id = meshOf(library, controller.id)
    if (!isThere(geometries, controller.id)) delete controllers[id]
  }
  const bind = (instance: Instance) => {
    for (const [symbol, id] of Object.entries(instance.materials)) {
      if (!isThere(materials, id)) delete instance.materials[symbol]
    }
    return instance
  }
  for (const node of Object.values(nodes)) {
    const moved = node.instanceControllers.filter(({ id }) => isThere(controllers, id)).map(bind)
    node.instanceControllers = moved.filter(({ id }) => controllers[id]?.skin !== undefined)
    // Without a skin it is a morph, of which three reads the mesh alone.
    const still = moved.filter(({ id }) => controllers[id]?.skin === undefined)
    node.instanceGeometries = [
      ...node.instanceGeometries.filter(({ id }) => isThere(geometries, id)).map(bind),
      ...still.map((instance) => ({ ...instance, id: controllers[instance.id]?.id ?? '' })),
    ]
    node.instanceNodes = node.instanceNodes.filter((id) => isThere(nodes, id))
  }
  for (const { sources, samplers, channels } of Object.values(library.animations)) {
    for (const [target, { sampler }] of Object.entries(channels)) {
      const { INPUT = '', OUTPUT = '' } = samplers[sampler]?.inputs ?? {}
      if (!isThere(samplers, sampler) || !isThere(sources, INPUT) || !isThere(sources, OUTPUT))
        delete channels[target]
    }
  }
}

/** A node may be placed by others, as often as they like. */
function requirePlaceableNodes(file: string, { nodes, visualScenes }: ColladaLibrary): void {
  const roots = Object.values(visualScenes).flatMap(({ children }) => children.map(({ id }) => id))
  requirePlaceable(
    file,
    roots,
    (id) => {
      const node = nodes[id]
      return node === undefined ? [] : [...node.nodes, ...node.instanceNodes]
    },
    Object.keys(nodes).length,
  )
}

/** A skin may move what a morph makes of a mesh. */
function meshOf({ geometries, controllers }: ColladaLibrary, id: string): string {
  const seen = new Set<string>()
  let found = id
  while (!Object.hasOwn(geometries, found) && Object.hasOwn(controllers, found) && !seen.has(found)) {
    seen.add(found)
    found = controllers[found]?.id ?? found
  }
  return found
}
