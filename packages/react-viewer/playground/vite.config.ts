import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { fromSources } from '../../../sources.js'

/** Serves the models of the tests under `/models/`. */
const models: Plugin = {
  name: 'vectreal-playground-models',
  configureServer(server) {
    server.middlewares.use('/models', (request, response) => {
      const name = basename(request.url ?? '')
      const file = fileURLToPath(new URL(`../../viewer-core/fixtures/${name}`, import.meta.url))
      createReadStream(file)
        .on('error', () => response.writeHead(404).end())
        .pipe(response)
    })
  },
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [models, fromSources()],
  server: { host: '127.0.0.1', port: Number(process.env['PORT'] ?? 4410) },
})
