/** Serves the built application and prints the settings into its page, as the server of any site would. */
import { createReadStream, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

const { VECTREAL_URL, VECTREAL_SCENE_ID, VECTREAL_API_KEY, PORT = '3000' } = process.env
const folder = fileURLToPath(new URL('./dist/browser/', import.meta.url))
const settings = JSON.stringify({
  baseUrl: VECTREAL_URL,
  sceneId: VECTREAL_SCENE_ID,
  apiKey: VECTREAL_API_KEY,
})
const page = readFileSync(join(folder, 'index.html'), 'utf8').replace('{{settings}}', () => settings)
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' }

createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost')
  if (pathname === '/') {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page)
    return
  }
  createReadStream(join(folder, normalize(pathname)))
    .once('open', function () {
      response.writeHead(200, { 'Content-Type': TYPES[extname(pathname)] ?? 'application/octet-stream' })
      this.pipe(response)
    })
    .once('error', () => response.writeHead(404).end())
}).listen(Number(PORT), () => console.log(`http://localhost:${PORT}`))
