declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http'

  export class Provider {
    constructor(issuer: string, configuration: object)
    readonly Client: { readonly prototype: { redirectUriAllowed(uri: string): boolean } }
    callback(): RequestListener
    use(
      middleware: (ctx: { body?: { id_token?: string } }, next: () => Promise<unknown>) => Promise<void>,
    ): void
  }
}
