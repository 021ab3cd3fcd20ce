/**
 * Files in a bucket for signed-in customers, at the edge: a visitor token of your own server opens the files of its scene,
 * and nothing else does. Runs in any worker with the web's own interfaces; `env.FILES` is a bucket such as R2.
 *
 * `env.SIGNING_KEYS` is JSON: id of each signing key to its public key, as the platform lists them. Leave a revoked one out.
 * `env.ALLOWED_DOMAINS` is JSON: the origins whose pages may load the files, as in the project's allowlist.
 */
import { createVerifier, normalizeDomainPattern, resolveRequestOrigin } from '@vectreal/auth-core'

const ORGANIZATION = 'own'

/** One verifier for each set of settings: it remembers signatures it has checked. */
const verifiers = new Map()

function verifierOf({ SIGNING_KEYS, ALLOWED_DOMAINS }) {
  const name = `${SIGNING_KEYS} ${ALLOWED_DOMAINS}`
  let verifier = verifiers.get(name)
  if (verifier === undefined) {
    const publicKeys = JSON.parse(SIGNING_KEYS)
    const allowedDomains = JSON.parse(ALLOWED_DOMAINS).map((entry) => {
      const normalized = normalizeDomainPattern(entry)
      if (!normalized.ok) throw new TypeError(`ALLOWED_DOMAINS: ${normalized.message}`)
      return normalized.pattern
    })
    const findVisitorAccess = async (id, sceneId) => ({
      key: Object.hasOwn(publicKeys, id) ? toKey(id, publicKeys[id], sceneId) : null,
      scene: {
        id: sceneId,
        organizationId: ORGANIZATION,
        projectId: sceneId,
        status: 'published',
        payload: null,
      },
      allowlist: { allowedDomains, allowLocalhost: false },
    })
    const findAccess = async (_hash, sceneId) => ({ ...(await findVisitorAccess('', sceneId)), key: null })
    verifier = createVerifier({
      store: { findAccess, findVisitorAccess },
      ttlMs: 60_000,
      monotonicNow: Date.now,
    })
    verifiers.set(name, verifier)
  }
  return verifier
}

const toKey = (id, publicKey, projectId) => ({
  id,
  publicKey,
  organizationId: ORGANIZATION,
  projectIds: [projectId],
  expiresAt: null,
  revokesAt: null,
  revokedAt: null,
})

/** `/files/<scene>/<name>` */
const FILE = /^\/files\/([\w-]{1,64})\/([\w.-]{1,128})$/

export default {
  async fetch(request, env) {
    const cors = { 'Access-Control-Allow-Origin': request.headers.get('Origin') ?? '*', Vary: 'Origin' }
    if (request.method === 'OPTIONS') {
      return new Response(null, {
        status: 204,
        headers: { ...cors, 'Access-Control-Allow-Headers': 'Authorization' },
      })
    }
    const [, sceneId, name] = FILE.exec(new URL(request.url).pathname) ?? []
    if (sceneId === undefined || request.method !== 'GET')
      return new Response('Not found', { status: 404, headers: cors })
    const decision = await verifierOf(env).verify({
      authorization: request.headers.get('Authorization'),
      origin: resolveRequestOrigin({
        origin: request.headers.get('Origin') ?? undefined,
        referer: request.headers.get('Referer') ?? undefined,
      }),
      sceneId,
      client: null,
    })
    if (!decision.ok) {
      const { code, layer } = decision.refusal
      const status = layer === 'format' || layer === 'key' ? 401 : 403
      return Response.json({ code, layer }, { status, headers: cors })
    }
    const file = await env.FILES.get(`${sceneId}/${name}`)
    if (file === null) return new Response('Not found', { status: 404, headers: cors })
    const headers = {
      ...cors,
      'Cache-Control': 'private, no-store',
      'Content-Type': 'application/octet-stream',
    }
    return new Response(file.body, { headers })
  },
}
