/** The operations of the contract as a client names them: `GET /api/organizations/{org}/scenes/{scene}`. Types alone. */
import type { z } from 'zod'
import type { Operations } from '../contract/index.js'
import type { NamedIn, Operation } from '../contract/operation.js'

type AddressOf<Described extends Operation> =
  | Described['path']
  | (Described extends { readonly alias: infer Alias extends string } ? Alias : never)

type NameOf<Described extends Operation> = `${Uppercase<Described['method']>} ${AddressOf<Described>}`

type ByName = { readonly [Id in keyof Operations as NameOf<Operations[Id]>]: Operations[Id] }

/** Method and path of an operation, as the reference and the OpenAPI document write them. */
export type ManagementRoute = keyof ByName

type SchemaOf<Described, Part extends 'query' | 'body'> = Described extends {
  readonly [_ in Part]: infer Schema extends z.ZodType
}
  ? z.input<Schema>
  : never

/** Lists may be readonly; what is undefined is left out. */
type Given<Value> = Value extends readonly (infer Item)[]
  ? readonly Given<Item>[]
  : Value extends object
    ? {
        readonly [Name in keyof Value]:
          | Given<Value[Name]>
          | (undefined extends Value[Name] ? undefined : never)
      }
    : Value

/** A parameter of the query that is null, undefined or empty is left out. */
type Query<Value> = { readonly [Name in keyof Value]: Value[Name] | null | undefined }

type Part<Name extends string, Value> = [Value] extends [never]
  ? { readonly [_ in Name]?: never }
  : Record<never, never> extends Value
    ? { readonly [_ in Name]?: Value }
    : { readonly [_ in Name]: Value }

/** Of a file: its bytes and what they are. */
interface UploadBody {
  readonly upload: Blob | Uint8Array | ReadableStream<Uint8Array>
  readonly mediaType: string
}

/** What a call of the operation takes. */
export type CallOf<Route extends ManagementRoute> = Part<
  'params',
  [NamedIn<Route>] extends [never] ? never : { readonly [Name in NamedIn<Route>]: string | number }
> &
  Part<
    'query',
    [SchemaOf<ByName[Route], 'query'>] extends [never] ? never : Query<SchemaOf<ByName[Route], 'query'>>
  > &
  Part<'body', Given<SchemaOf<ByName[Route], 'body'>>> &
  (ByName[Route] extends { readonly upload: unknown }
    ? UploadBody
    : { readonly upload?: never; readonly mediaType?: never }) &
  (ByName[Route] extends { readonly idempotent: true }
    ? {
        /** A request that is repeated with the same key gets the response of the first one. */
        readonly idempotencyKey?: string | undefined
      }
    : { readonly idempotencyKey?: never }) & { readonly signal?: AbortSignal | undefined }

/** What it resolves to: JSON, nothing where there is no body, or the response where it is a file. */
export type ResultOf<Route extends ManagementRoute> = ByName[Route]['success'] extends {
  readonly schema: infer Schema extends z.ZodType
}
  ? z.output<Schema>
  : ByName[Route]['success'] extends { readonly mediaTypes: readonly string[] }
    ? Response
    : undefined

/** Operations that return a page of a list. */
export type ListRoute = {
  [Route in ManagementRoute]: ResultOf<Route> extends {
    readonly items: readonly unknown[]
    readonly nextCursor: string | null
  }
    ? 'cursor' extends keyof SchemaOf<ByName[Route], 'query'>
      ? Route
      : never
    : never
}[ManagementRoute]

/** One entry of a list that a route returns. */
export type ItemOf<Route extends ListRoute> =
  ResultOf<Route> extends { readonly items: readonly (infer Item)[] } ? Item : never
