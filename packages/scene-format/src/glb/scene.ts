/** Finds what the scene of a document leads to, and puts right what only stands in the way of drawing it. */
import { entryAt, extensionOf, isObject, type Json, list, object, primitivesOf, whole } from './document.js'
import type { Findings } from './findings.js'
import type { GlbLimits } from './limits.js'

/** Indices of what is drawn. Whatever is wrong with the rest changes nothing that anybody sees. */
export interface Drawn {
  readonly nodes: ReadonlySet<number>
  readonly meshes: ReadonlySet<number>
  readonly skins: ReadonlySet<number>
}

/**
 * The document is left with one scene, the one that is shown: of a file without scenes all its nodes that have no parent.
 * Readers load every scene of a file, drawn or not.
 */
export function resolveScene(json: Json, limits: GlbLimits, findings: Findings): Drawn {
  const nothing = { nodes: new Set<number>(), meshes: new Set<number>(), skins: new Set<number>() }
  const parents = readParents(json)
  const scenes = list(json['scenes'])
  const shown = whole(json['scene'] ?? 0) ?? -1
  const scene = entryAt(json, 'scenes', shown)
  if (scenes.length > 0 && scene === null) {
    findings.fail('/scene', 'scene_missing', shown + 1)
    return nothing
  }
  if (scene === null) findings.warn('/scenes', 'scene_absent')
  const roots = scene === null ? rootsOf(json, parents) : readRoots(json, scene, shown, parents, findings)
  json['scenes'] = [{ ...scene, nodes: roots }]
  json['scene'] = 0

  const drawn = walk(json, roots, limits, findings)
  const isSeen = (mesh: number) => primitivesOf(json, mesh).some((primitive) => hasPoints(json, primitive))
  if (drawn !== null && !Array.from(drawn.meshes).some(isSeen)) {
    findings.fail(scene === null ? '' : `/scenes/${shown}`, 'nothing_to_show')
  }
  return drawn ?? nothing
}

/** The parent of each node that has one; the first one where a damaged file names several. */
function readParents(json: Json): ReadonlyMap<number, number> {
  const parents = new Map<number, number>()
  for (const [index, node] of list(json['nodes']).entries()) {
    for (const child of list(object(node)['children'])) {
      if (typeof child === 'number' && !parents.has(child)) parents.set(child, index)
    }
  }
  return parents
}

function rootsOf(json: Json, parents: ReadonlyMap<number, number>): number[] {
  return [...list(json['nodes']).keys()].filter((index) => !parents.has(index))
}

/** A node that is listed beside one of its ancestors is drawn once, where its parent puts it. */
function readRoots(
  json: Json,
  scene: Json,
  at: number,
  parents: ReadonlyMap<number, number>,
  findings: Findings,
): number[] {
  const listed = new Set<number>()
  for (const [index, node] of list(scene['nodes']).entries()) {
    if (entryAt(json, 'nodes', node) === null) {
      findings.fail(`/scenes/${at}/nodes/${index}`, 'node_refers', 'node')
    } else listed.add(node as number)
  }
  return [...listed].filter((node) => {
    // A circle ends here as well; the walk below names it.
    const seen = new Set([node])
    for (let up = parents.get(node); up !== undefined && !seen.has(up); up = parents.get(up)) {
      if (listed.has(up)) {
        findings.warn(`/scenes/${at}/nodes`, 'scene_nodes_twice')
        return false
      }
      seen.add(up)
    }
    return true
  })
}

/** Null where a node contains itself, has two parents or lies too deep: building the scene would not end well. */
function walk(json: Json, roots: readonly number[], limits: GlbLimits, findings: Findings): Drawn | null {
  const nodes = new Set<number>()
  const meshes = new Set<number>()
  const skins = new Set<number>()
  let level: readonly number[] = roots
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > limits.nodeLevels) {
      const first = level[0] ?? 0
      findings.fail(`/nodes/${first}`, 'node_deep', limits.nodeLevels)
      return null
    }
    const below: number[] = []
    for (const index of level) {
      if (nodes.has(index)) {
        findings.fail(`/nodes/${index}`, 'node_circle')
        return null
      }
      nodes.add(index)
      const node = entryAt(json, 'nodes', index) ?? {}
      readNode(json, node, index, meshes, skins, findings)
      for (const child of list(node['children'])) {
        if (entryAt(json, 'nodes', child) === null) {
          findings.fail(`/nodes/${index}/children`, 'node_refers', 'child')
        } else below.push(child as number)
      }
    }
    level = below
  }
  return { nodes, meshes, skins }
}

function readNode(
  json: Json,
  node: Json,
  index: number,
  meshes: Set<number>,
  skins: Set<number>,
  findings: Findings,
) {
  const pointer = `/nodes/${index}`
  const missing = (what: string) => findings.fail(`${pointer}/${what}`, 'node_refers', what)
  if (node['mesh'] !== undefined) {
    if (entryAt(json, 'meshes', node['mesh']) === null) missing('mesh')
    else if (primitivesOf(json, node['mesh']).length > 0) meshes.add(node['mesh'] as number)
  }
  if (node['skin'] !== undefined) {
    const skin = entryAt(json, 'skins', node['skin'])
    const bound = primitivesOf(json, node['mesh']).map(isBound)
    if (skin === null || list(skin['joints']).some((joint) => entryAt(json, 'nodes', joint) === null))
      missing('skin')
    else if (!bound.includes(true)) {
      delete node['skin']
      findings.warn(`${pointer}/skin`, 'skin_unbound')
    } else if (bound.includes(false)) {
      findings.fail(`${pointer}/skin`, 'skin_partial')
    } else skins.add(node['skin'] as number)
  }
  // A camera or a lamp that is not there is nothing that anybody sees.
  if (node['camera'] !== undefined && !isCamera(entryAt(json, 'cameras', node['camera']))) {
    delete node['camera']
    findings.warn(`${pointer}/camera`, 'camera_unusable')
  }
  const light = extensionOf(node, 'KHR_lights_punctual')
  if (light === null) return
  const lights = list(object(object(json['extensions'])['KHR_lights_punctual'])['lights'])
  if (!isLight(lights[whole(light['light']) ?? -1])) {
    delete object(node['extensions'])['KHR_lights_punctual']
    findings.warn(`${pointer}/extensions/KHR_lights_punctual`, 'lamp_unusable')
  }
}

/** Points that are not in the file are all at the origin, unless something else puts them somewhere. */
function hasPoints(json: Json, primitive: unknown): boolean {
  const { attributes, targets } = object(primitive)
  const points = entryAt(json, 'accessors', object(attributes)['POSITION'])
  if (points === null) return false
  const where =
    points['bufferView'] ??
    points['sparse'] ??
    targets ??
    extensionOf(primitive, 'KHR_draco_mesh_compression')
  return where !== null
}

function isBound(primitive: unknown): boolean {
  const attributes = object(object(primitive)['attributes'])
  return attributes['JOINTS_0'] !== undefined && attributes['WEIGHTS_0'] !== undefined
}

export function isCamera(camera: unknown): boolean {
  const { type } = object(camera)
  return (type === 'perspective' || type === 'orthographic') && isObject(object(camera)[type])
}

function isLight(light: unknown): boolean {
  const { type } = object(light)
  return type === 'directional' || type === 'point' || type === 'spot'
}
