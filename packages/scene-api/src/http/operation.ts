/** One endpoint, described once: what mounts it, validates it, authorizes it and documents it reads this. */
import type { Request, Response } from 'express'
import type { z } from 'zod'
import type { Context } from '../context.js'
import type { Access, PersonAccess } from '../people/access.js'
import type { Permission } from '../people/access-control.js'
import type { Auth } from '../people/auth.js'
import type { ProblemCode } from '../problem-codes.js'

type Tag =
  | 'Projects'
  | 'Scenes'
  | 'API keys'
  | 'Signing keys'
  | 'Service tokens'
  | 'Insight'
  | 'Audit log'
  | 'Reminders'
  | 'Account'
  | 'Settings'
  | 'Operator'

export interface OperationInput<Query, Body> {
  readonly context: Context
  readonly auth: Auth
  /** Of operator routes only `organization` and `actor` mean something. */
  readonly access: Access
  /** Path parameters; each has the form of an id or slug. */
  readonly params: Readonly<Record<string, string>>
  readonly query: Query
  readonly body: Body
  readonly req: Request
  readonly res: Response
  /** Aborted when the client leaves before it has been answered. */
  readonly signal: AbortSignal
  /** Looks the rights up once more, for whoever streams a body: it may have taken its time. Throws as the first time. */
  reauthorize(): Promise<void>
}

export interface Operation<Query extends z.ZodType = z.ZodType, Body extends z.ZodType = z.ZodType> {
  readonly id: string
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** OpenAPI form: `/api/organizations/{org}/…`. */
  readonly path: string
  /** A second address of the same endpoint. */
  readonly alias?: string
  readonly tag: Tag
  readonly summary: string
  readonly description?: string
  /** `person`: whoever is signed in, for themselves; see `definePersonOperation`. */
  readonly permission: Permission | 'operator' | 'person'
  /**
   * Asks people to prove who they are where that was too long ago; programs are not asked. A text says when: the
   * handler then calls `requireProof`.
   */
  readonly confirm?: true | string
  /** Refuses service tokens, whatever their rights. */
  readonly sessionOnly?: true
  readonly query?: Query
  readonly body?: Body
  /** The body is this kind of file instead of JSON; the handler reads the stream. */
  readonly upload?: { readonly mediaTypes: readonly string[]; readonly description: string }
  readonly success: {
    readonly status: 200 | 201 | 204
    readonly description: string
    readonly schema?: z.ZodType
    /** Not JSON: the handler writes the answer itself. */
    readonly mediaTypes?: readonly string[]
  }
  /** Codes beyond those that every operation of its kind answers. */
  readonly errors?: readonly ProblemCode[]
  /** Also while the organization is suspended: it reads, or only takes access away. Every GET is such an operation. */
  readonly whileSuspended?: true
  /** Takes an Idempotency-Key; `token` in the answer is kept encrypted only. */
  readonly idempotent?: true
  handle(input: OperationInput<z.output<Query>, z.output<Body>>): Promise<unknown>
}

/** Keeps the types of query and body while the list holds operations of all kinds. */
export function defineOperation<Query extends z.ZodType, Body extends z.ZodType>(
  operation: Operation<Query, Body>,
): Operation {
  return operation as unknown as Operation
}

type PersonOperation<Query extends z.ZodType, Body extends z.ZodType> = Omit<
  Operation<Query, Body>,
  'permission' | 'handle'
> & {
  handle(
    input: Omit<OperationInput<z.output<Query>, z.output<Body>>, 'access'> & {
      readonly access: PersonAccess
    },
  ): Promise<unknown>
}

/** An endpoint of a signed-in person, outside any organization. */
export function definePersonOperation<Query extends z.ZodType, Body extends z.ZodType>(
  operation: PersonOperation<Query, Body>,
): Operation {
  return { ...operation, permission: 'person' } as unknown as Operation
}

/** An endpoint of the operator that concerns no single organization. */
export function definePlatformOperation<Query extends z.ZodType, Body extends z.ZodType>(
  operation: Omit<Operation<Query, Body>, 'permission' | 'handle'> & {
    handle(input: Omit<OperationInput<z.output<Query>, z.output<Body>>, 'access'>): Promise<unknown>
  },
): Operation {
  return { ...operation, permission: 'operator' } as unknown as Operation
}
