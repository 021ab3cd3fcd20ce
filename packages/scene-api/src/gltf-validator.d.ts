/** The parts of the Khronos validator that are used here; it comes without declarations. */
declare module 'gltf-validator' {
  export interface ValidationOptions {
    readonly maxIssues?: number
    readonly writeTimestamp?: boolean
    readonly ignoredIssues?: readonly string[]
  }
  export interface ValidationReport {
    readonly issues: {
      /** `severity`: 0 error, 1 warning, 2 information, 3 hint. */
      readonly messages: readonly {
        readonly code: string
        readonly message: string
        readonly severity: number
        readonly pointer?: string
      }[]
    }
    readonly info?: {
      readonly totalTriangleCount?: number
      readonly totalVertexCount?: number
      readonly materialCount?: number
      readonly animationCount?: number
    }
  }
  export function validateBytes(bytes: Uint8Array, options?: ValidationOptions): Promise<ValidationReport>
  export function validateString(json: string, options?: ValidationOptions): Promise<ValidationReport>
}
