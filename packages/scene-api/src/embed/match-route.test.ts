import { expect, test } from 'vitest'
import { matchRoute } from './match-route.js'

const SHA = 'a'.repeat(64)

test.each([
  ['GET', '/api/scenes/abc', 'manifest', 'abc'],
  ['HEAD', '/api/scenes/abc?x=/model', 'manifest', 'abc'],
  ['GET', '/api/scenes/abc/model', 'model', 'abc'],
  ['GET', '/api/scenes/abc/poster', 'poster', 'abc'],
  ['POST', '/api/scenes/abc/ar', 'ar', 'abc'],
  // With a key it is refused as unknown; see the contract.
  ['GET', '/api/scenes/a%20b', 'manifest', ''],
  ['GET', `/api/scenes/${'a'.repeat(65)}/model`, 'model', ''],
  ['GET', '/ar/cap.a-b/chair.glb', 'ar_file', 'cap.a-b/chair.glb'],
  ['GET', '/embed/abc', 'frame', 'abc'],
  ['HEAD', `/posters/${SHA}`, 'public_poster', SHA],
  ['GET', '/posters/abc/link.jpg', 'scene_picture', 'abc/link.jpg'],
  ['GET', '/posters/abc/poster.webp', 'scene_picture', 'abc/poster.webp'],
  ['POST', '/api/embed/reports?x', 'report', ''],
])('%s %s is %s', (method, url, route, value) => {
  expect(matchRoute(method, url)).toEqual({ kind: 'route', route, value })
})

test.each([
  ['POST', '/api/scenes/abc'],
  ['GET', '/api/scenes/abc/ar'],
  ['GET', '/api/scenes/'],
  ['GET', '/api/scenes/abc/'],
  ['GET', '/api/scenes/abc/other'],
  ['GET', '/api/scenes/abc/model/x'],
  ['GET', '/API/scenes/abc'],
  ['GET', '/embed/v1.js'],
  ['GET', '/posters/none'],
  ['GET', '/posters/abc/link.png'],
  ['GET', '/ar/cap/chair.exe'],
  ['GET', '/ar/a%2Fb/chair.glb'],
  ['GET', '/api/embed/reports'],
  ['OPTIONS', '/embed/abc'],
  ['OPTIONS', '/ar/cap/chair.glb'],
  ['GET', '/dashboard'],
  ['GET', 'http://elsewhere/api/scenes/abc'],
])('%s %s is none', (method, url) => {
  expect(matchRoute(method, url)).toBeNull()
})

test.each([
  ['/api/scenes/abc', 'GET, HEAD, OPTIONS'],
  ['/api/scenes/abc/ar', 'POST, OPTIONS'],
  ['/api/embed/reports', 'POST, OPTIONS'],
])('a preflight of %s allows %s', (url, methods) => {
  expect(matchRoute('OPTIONS', url)).toEqual({ kind: 'preflight', methods })
})
