/** JSON schemas of the document, made from zod. */
import { z } from 'zod'

type Json = Record<string, unknown>

/** Collects named schemas under `components`, everything else inline. */
export class SchemaBook {
  readonly all: Record<string, Json> = {}

  use(schema: z.ZodType, io: 'input' | 'output'): Json {
    const { $defs = {}, ...root } = this.toJson(schema, io) as { $defs?: Record<string, Json> } & Json
    // A schema with a name of its own comes as a reference to its definition.
    for (const [name, definition] of Object.entries($defs)) this.all[name] = definition
    return root
  }

  inline(schema: z.ZodType, io: 'input' | 'output'): Json {
    return this.toJson(schema, io)
  }

  private toJson(schema: z.ZodType, io: 'input' | 'output'): Json {
    const json = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' })
    const text = JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/')
    const { $schema: _, id: __, ...rest } = JSON.parse(text) as Json
    return stripIds(rest) as Json
  }
}

/** zod writes each schema's name into it; OpenAPI names it by its place. */
function stripIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripIds)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (name !== '$defs' && name !== 'properties') return [name, stripIds(member)]
      const members = Object.entries(member as Json).map(([key, schema]) => {
        const { id, ...rest } = schema as Json
        return [key, stripIds(name === '$defs' || typeof id === 'string' ? rest : schema)]
      })
      return [name, Object.fromEntries(members)]
    }),
  )
}
