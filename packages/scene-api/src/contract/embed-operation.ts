/** One route that embeds call, described once: what matches requests and documents them reads this. */
import type { z } from 'zod'
import type { ProblemCode } from '../problem-codes.js'

export interface EmbedOperation {
  /** `operationId` of the document. */
  readonly id: string
  readonly method: 'get' | 'post'
  /** OpenAPI form. GET takes HEAD as well. */
  readonly path: `/${string}`
  readonly summary: string
  readonly description?: string
  /** By name, what each may look like: whole segments of the path. */
  readonly params: Readonly<Record<string, { readonly pattern: RegExp; readonly description: string }>>
  /**
   * With a key, checked before anything else: an id that cannot be one is then refused like one that does not exist.
   * Without: a path whose parameters do not match is not this route.
   */
  readonly isKeyed: boolean
  /** Scripts of any page may call it: `OPTIONS` is handled too. */
  readonly isCrossOrigin: boolean
  readonly body?: z.ZodType
  readonly success: {
    readonly status: 200 | 201 | 204
    readonly description: string
    /** JSON. */
    readonly schema?: z.ZodType
    /** A file or page of this kind. */
    readonly mediaType?: string
  }
  /** Takes `If-None-Match`. */
  readonly isConditional?: true
  /** Takes `Range`. */
  readonly isRanged?: true
  readonly errors?: readonly ProblemCode[]
  /** Responses that are pages for people, by status. */
  readonly notices?: Readonly<Record<number, string>>
}
