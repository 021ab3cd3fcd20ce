/** Reads the parts of a glTF document, of which nothing is known to be what it should be. */

/** A JSON object whose members are not checked. */
export type Json = { [key: string]: unknown }

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value, or an empty object in the place of anything else. */
export function object(value: unknown): Json {
  return isObject(value) ? value : {}
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A whole number from 0, or null. */
export function whole(value: unknown): number | null {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null
}

/** The entry that `index` refers to; null where there is none. */
export function entryAt(json: Json, name: string, index: unknown): Json | null {
  const at = whole(index)
  const entry = at === null ? undefined : list(json[name])[at]
  return isObject(entry) ? entry : null
}

/** The primitives of a mesh; none where there is no such mesh. */
export function primitivesOf(json: Json, mesh: unknown): readonly unknown[] {
  return list(entryAt(json, 'meshes', mesh)?.['primitives'])
}

/** What a compressed buffer view says of its data; null: it is not compressed. */
export function meshoptOf(view: unknown): Json | null {
  return extensionOf(view, 'EXT_meshopt_compression', 'KHR_meshopt_compression')
}

/** The first of these extensions that an object has. */
export function extensionOf(value: unknown, ...names: readonly string[]): Json | null {
  const extensions = object(object(value)['extensions'])
  for (const name of names) {
    const extension = extensions[name]
    if (isObject(extension)) return extension
  }
  return null
}
