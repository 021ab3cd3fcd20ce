/** One endpoint of the management API, described once: what mounts, types, documents, calls and tests it reads this. */
import type { z } from 'zod'
import type { ProblemCode } from '../problem-codes.js'
import type { Permission } from './permissions.js'

type Tag =
  | 'Projects'
  | 'Scenes'
  | 'API keys'
  | 'Signing keys'
  | 'Service tokens'
  | 'Insight'
  | 'Audit log'
  | 'Reminders'
  | 'Webhooks'
  | 'Members'
  | 'Account'
  | 'Settings'
  | 'Operator'

/** An endpoint of the management API. */
export interface Operation {
  /** The name it is exported by. */
  readonly id: string
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** OpenAPI form: `/api/organizations/{org}/…`. */
  readonly path: `/api/${string}`
  /** A second address of the same endpoint. Parameters that it does not name are optional. */
  readonly alias?: `/api/${string}`
  readonly tag: Tag
  readonly summary: string
  readonly description?: string
  /** `person`: whoever is signed in, for themselves. `operator`: of the server, or of one organization where `{org}` is named. */
  readonly permission: Permission | 'operator' | 'person'
  /**
   * Asks people to prove who they are where that was too long ago; programs are not asked. A text says when: the
   * handler then calls `requireProof`.
   */
  readonly confirm?: true | string
  /** Refuses sessions that an organization's own provider opened. */
  readonly ownSignIn?: true
  /** Refuses service tokens, whatever their rights. */
  readonly sessionOnly?: true
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** The body is this kind of file instead of JSON; the handler reads the stream. */
  readonly upload?: { readonly mediaTypes: readonly string[]; readonly description: string }
  readonly success: {
    readonly status: 200 | 201 | 204
    readonly description: string
    readonly schema?: z.ZodType
    /** Not JSON: the handler writes the response itself. */
    readonly mediaTypes?: readonly string[]
  }
  /** Codes beyond those that every operation of its kind responds with. */
  readonly errors?: readonly ProblemCode[]
  /** Also while the organization is suspended: it reads, or only takes access away. Every GET is such an operation. */
  readonly whileSuspended?: true
  /** Takes an Idempotency-Key; `token` in the response is kept encrypted only. */
  readonly idempotent?: true
}

/** Keeps the literal types, from which handlers and the client take theirs. */
export const operation = <const Described extends Operation>(described: Described): Described => described

export type NamedIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamedIn<Rest>
  : never

/** The path parameters by name. Those that the second address does without may be absent. */
export type ParamsOf<Described extends Operation> = Described extends {
  readonly alias: infer Alias extends string
}
  ? { readonly [Name in NamedIn<Alias>]: string } & {
      readonly [Name in Exclude<NamedIn<Described['path']>, NamedIn<Alias>>]?: string
    }
  : { readonly [Name in NamedIn<Described['path']>]: string }
