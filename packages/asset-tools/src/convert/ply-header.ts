/** What stands at the beginning of a PLY: its elements, and what each row of them holds. */

/** One value of a row, or a list of them. */
export interface PlyProperty {
  readonly name: string
  readonly type: string
  /** Null: one value, not a list. */
  readonly countType: string | null
}

export interface PlyElement {
  readonly name: string
  readonly count: number
  readonly properties: readonly PlyProperty[]
}

/** A character is a byte of the file; null: the bytes begin otherwise. */
export function findPlyHeader(bytes: Uint8Array): string | null {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 64 * 1024))
  return /^ply\r?\n[\s\S]*?end_header\r?\n/.exec(start)?.[0] ?? null
}

export function parsePlyElements(header: string): readonly PlyElement[] {
  return header
    .split(/^element\s+/m)
    .slice(1)
    .map((text) => {
      const [, name = '', count = '0'] = /^(\w+)\s+(\d+)/.exec(text) ?? []
      const properties = [...text.matchAll(/^property\s+(?:list\s+(\w+)\s+)?(\w+)\s+(\w+)/gm)]
      return {
        name,
        count: Number(count),
        properties: properties.map(([, countType = null, type = '', of = '']) => ({
          name: of,
          type,
          countType,
        })),
      }
    })
}
