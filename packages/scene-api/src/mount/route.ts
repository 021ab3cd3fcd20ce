/** An operation of the contract with the code that serves it. Its parameters, query, body and response have the contract's types. */
import type { Request, Response } from 'express'
import type { z } from 'zod'
import type { Context } from '../context.js'
import type { Operation, ParamsOf } from '../contract/operation.js'
import type { Access, OperatorAccess, PersonAccess } from '../identity/access.js'
import type { Auth } from '../identity/auth.js'

/** What every handler is given, whatever it takes. */
export interface RequestInput {
  readonly context: Context
  readonly auth: Auth
  readonly req: Request
  readonly res: Response
  /** Aborted when the client leaves before the response is complete. */
  readonly signal: AbortSignal
  /** Looks the rights up once more, for whoever streams a body: it may have taken its time. Throws as the first time. */
  reauthorize(): Promise<void>
}

interface RouteInput<Described extends Operation> extends RequestInput {
  readonly access: AccessOf<Described>
  /** Each has the form of an id or slug. */
  readonly params: ParamsOf<Described>
  readonly query: Parsed<Described['query']>
  readonly body: Parsed<Described['body']>
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : Record<never, never>

type AccessOf<Described extends Operation> = Described['permission'] extends 'person'
  ? PersonAccess
  : Described['permission'] extends 'operator'
    ? ParamsOf<Described> extends { readonly org: string }
      ? Access
      : OperatorAccess
    : Access

/** What the handler returns: JSON by the schema, or nothing where it writes the response itself or there is no body. */
type ResultOf<Described extends Operation> = Described['success'] extends {
  readonly schema: infer Schema extends z.ZodType
}
  ? Unchanged<z.input<Schema>>
  : void

type Unchanged<Value> = Value extends readonly (infer Item)[]
  ? readonly Unchanged<Item>[]
  : Value extends object
    ? { readonly [Name in keyof Value]: Unchanged<Value[Name]> }
    : Value

export interface Route<Described extends Operation = Operation> {
  readonly operation: Described
  handle(input: RouteInput<Described>): Promise<ResultOf<Described>>
}

/** Infers what the handler is given and has to return from the operation. */
export const route = <Described extends Operation>(served: Route<Described>): Route<Described> => served
