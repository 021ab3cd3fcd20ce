/** Prints the key into the page, as the template engine of any site would. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const { VECTREAL_URL, VECTREAL_SCENE_ID, VECTREAL_API_KEY, PORT = '3000' } = process.env

const page = readFileSync(new URL('./index.html', import.meta.url), 'utf8')
  .replaceAll('{{url}}', VECTREAL_URL)
  .replaceAll('{{scene}}', VECTREAL_SCENE_ID)
  .replaceAll('{{key}}', VECTREAL_API_KEY)

createServer((_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page)
}).listen(Number(PORT), () => console.log(`http://localhost:${PORT}`))
