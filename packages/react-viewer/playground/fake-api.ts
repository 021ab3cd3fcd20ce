/** The scene API inside the page, for trying the viewer without a platform. Not for tests of the client. */
export const MODELS = [
  'race-car',
  'sports-sedan-variants',
  'showroom-cameras-lights',
  'zombie-skinned-animated',
  'hand-skinned-meshopt',
  'elven-ranger-draco',
  'controller-ktx2',
  'littlest-tokyo-draco-animated',
] as const

const PROBLEMS: Readonly<Record<string, { status: number; layer?: string }>> = {
  malformed_token: { status: 401, layer: 'format' },
  unknown_key: { status: 401, layer: 'key' },
  key_revoked: { status: 401, layer: 'key' },
  key_expired: { status: 401, layer: 'key' },
  organization_suspended: { status: 403, layer: 'organization' },
  scene_not_found: { status: 404, layer: 'organization' },
  domain_not_allowed: { status: 403, layer: 'domain' },
  project_out_of_scope: { status: 403, layer: 'project' },
}

export const FAILURES = [...Object.keys(PROBLEMS), 'network', 'invalid_model'] as const

export interface FakeApiOptions {
  readonly failure: string
  /** 0: as fast as the page's own server. */
  readonly kilobytesPerSecond: number
}

export function createFakeApi({ failure, kilobytesPerSecond }: FakeApiOptions): typeof fetch {
  return async (input, init) => {
    const { pathname } = new URL(String(input))
    const [, , , id = '', part] = pathname.split('/')
    if (failure === 'network') throw new TypeError('Failed to fetch')
    const problem = PROBLEMS[failure]
    if (problem !== undefined) {
      return Response.json(
        { code: failure, requestId: 'playground', origin: location.origin, ...problem },
        { status: problem.status, headers: { 'content-type': 'application/problem+json' } },
      )
    }
    const file = await fetch(`/models/${id}.glb`, { signal: init?.signal ?? null })
    const bytes = new Uint8Array(await file.arrayBuffer())
    if (failure === 'invalid_model') bytes.fill(0, 12, 40)
    if (part === 'model') return new Response(throttled(bytes, kilobytesPerSecond))
    return Response.json({
      id,
      projectId: 'playground',
      name: id,
      version: 1,
      updatedAt: new Date().toISOString(),
      model: {
        url: `${location.origin}/api/scenes/${id}/model`,
        mediaType: 'model/gltf-binary',
        bytes: bytes.byteLength,
        sha256: await sha256(bytes),
      },
      poster: null,
      settings: {},
    })
  }
}

function throttled(bytes: Uint8Array<ArrayBuffer>, kilobytesPerSecond: number): ReadableStream<Uint8Array> {
  const step = kilobytesPerSecond === 0 ? bytes.byteLength : kilobytesPerSecond * 100
  let sent = 0
  return new ReadableStream({
    async pull(controller) {
      if (kilobytesPerSecond > 0) {
        await new Promise((resolve) => {
          setTimeout(resolve, 100)
        })
      }
      controller.enqueue(bytes.subarray(sent, sent + step))
      sent += step
      if (sent >= bytes.byteLength) controller.close()
    },
  })
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
