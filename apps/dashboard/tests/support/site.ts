/** Somebody's page on an origin of its own, which shows a scene through the script tag. */
import { createServer } from 'node:http'

export interface Site {
  readonly port: number
  /** What the page carries from its next load on. */
  show(embed: { platformUrl: string; sceneId: string; apiKey: string }): void
  close(): Promise<void>
}

export async function startSite(): Promise<Site> {
  let html = ''
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    port,
    show({ platformUrl, sceneId, apiKey }) {
      html = `<!doctype html><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,">
<script async src="${platformUrl}/embed/v1.js"></script>
<vectreal-scene style="width:320px" scene-id="${sceneId}" api-key="${apiKey}" alt="A race car" loading="eager"></vectreal-scene>`
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
