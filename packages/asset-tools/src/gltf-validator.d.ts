/** The part of the Khronos validator that is used here; it comes without declarations. */
declare module 'gltf-validator' {
  export function validateBytes(
    bytes: Uint8Array,
    options?: { readonly maxIssues?: number; readonly writeTimestamp?: boolean },
  ): Promise<{
    readonly issues: {
      /** `severity`: 0 error, 1 warning, 2 information, 3 hint. */
      readonly messages: readonly {
        readonly code: string
        readonly message: string
        readonly severity: number
        readonly pointer?: string
      }[]
    }
    readonly info?: { readonly totalTriangleCount?: number; readonly totalVertexCount?: number }
  }>
}
