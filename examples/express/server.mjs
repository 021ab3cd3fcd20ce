/**
 * Your own data beside a scene, for the pages that may show that scene: the same key, allowlist and limits guard it.
 * Runs over the database of the platform, with its `AUTH_SECRET`.
 */
import { createFileStorage, createSceneApi, requireApiKey } from '@vectreal/scene-api'
import express from 'express'

const { DATABASE_URL, AUTH_SECRET, VECTREAL_URL, PORT = '3000' } = process.env

const api = createSceneApi({
  databaseUrl: DATABASE_URL,
  authSecret: AUTH_SECRET,
  publicUrl: VECTREAL_URL,
  storage: createFileStorage('blobs'),
  // The platform cleans up and reminds; once is enough.
  maintenance: false,
})

const app = express()
app.all('/scenes/:sceneId/price', requireApiKey({ api }), (_req, res) => {
  const { sceneId, projectId } = res.locals.vectreal
  res.json({ sceneId, projectId, price: '148.00', currency: 'EUR' })
})
app.get('/', (_req, res) => res.send('GET /scenes/:sceneId/price with a key'))

const server = app.listen(Number(PORT), () => console.log(`http://localhost:${PORT}`))
process.once('SIGTERM', () => server.close(() => api.close()))
