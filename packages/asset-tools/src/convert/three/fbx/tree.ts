/** What an FBX file says, as three's reader has it: its scene leaves out what programs write beside the two materials of FBX. */

/** A property of an object; colours and vectors are lists, or text in files that are text. */
export interface FbxProperty {
  readonly value: unknown
}

export type FbxObject = Readonly<Record<string, unknown>>

type Objects = Readonly<Record<string, Readonly<Record<string, FbxObject>> | undefined>>

export interface FbxTree {
  /** By kind, then by id. */
  readonly Objects: Objects
  readonly Connections?: { readonly connections?: readonly FbxConnection[] }
}

/** What belongs to what, and to which of its properties. */
export type FbxConnection = readonly [from: number, to: number, property?: string]

/** What belongs to each object, by its id. */
export function linksOf({ Connections }: FbxTree): ReadonlyMap<number, readonly FbxConnection[]> {
  const links = new Map<number, FbxConnection[]>()
  for (const link of Connections?.connections ?? []) {
    const [, to] = link
    const known = links.get(to)
    if (known === undefined) links.set(to, [link])
    else known.push(link)
  }
  return links
}

export const isProperty = (content: unknown): content is FbxProperty =>
  typeof content === 'object' && content !== null && 'value' in content

/**
 * Runs one synchronous call of three's reader, which gives its tree to nobody: it is met where its objects are set. Null:
 * pages may forbid that.
 */
export function withTree<Result>(read: () => Result): {
  readonly result: Result
  readonly tree: FbxTree | null
} {
  if (!Object.isExtensible(Object.prototype) || 'Objects' in Object.prototype)
    return { result: read(), tree: null }
  const trees: FbxTree[] = []
  // oxlint-disable-next-line no-extend-native -- the one way to the tree, and only while the reader runs
  Object.defineProperty(Object.prototype, 'Objects', {
    configurable: true,
    set(this: FbxTree, objects: Objects) {
      trees.push(this)
      // Read first when all of the file is there: of text, they are set while they are empty.
      Object.defineProperty(this, 'Objects', {
        get: () => keep(this, objects),
        configurable: true,
        enumerable: true,
      })
    },
  })
  try {
    const result = read()
    return { result, tree: trees[0] ?? null }
  } finally {
    Reflect.deleteProperty(Object.prototype, 'Objects')
  }
}

function keep(tree: FbxTree, objects: Objects): Objects {
  // The reader stops at a material that does not say its kind.
  for (const material of Object.values(objects['Material'] ?? {}))
    if (typeof material === 'object' && material !== null && material['ShadingModel'] === undefined)
      Object.assign(material, { ShadingModel: 'lambert' })
  Object.defineProperty(tree, 'Objects', {
    value: objects,
    configurable: true,
    enumerable: true,
    writable: true,
  })
  return objects
}
