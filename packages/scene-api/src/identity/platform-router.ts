/** `GET /api/platform`: what the sign-up page has to know before anybody has signed in. */
import { Router } from 'express'
import type { BaseContext } from '../context.js'

export function createPlatformRouter({ settings }: BaseContext): Router {
  const router = Router()
  const { signUp, signUpDomains, contactUrl = null, communityUrl = null } = settings
  router.get('/api/platform', (_req, res) => {
    res.setHeader('Cache-Control', 'no-store')
    res.json({ signUp, signUpDomains, contactUrl, communityUrl })
  })
  return router
}
