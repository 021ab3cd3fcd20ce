/** Every command that talks to a platform, against a real one. */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { reportGlb } from '@vectreal/asset-tools'
import { generateApiKey } from '@vectreal/auth-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeGlb } from '../../scene-api/tests/support/glb.js'
import { model, noise } from '../../asset-tools/tests/support/models.js'
import { createProject, createSigningKey } from '../../scene-api/tests/support/organization.js'
import { run, startWorkplace, type Workplace } from './support/vectreal.js'

const DAY = 86_400_000
let at: Workplace
let project: { id: string; slug: string }
beforeAll(async () => {
  at = await startWorkplace()
  project = await at.owner.api.call('POST /api/organizations/{org}/projects', {
    params: { org: at.org },
    body: { name: 'Shop', allowedDomains: ['shop.example.com'], allowLocalhost: false },
  })
})
afterAll(() => at.close())

/** Fails where the command does. */
async function ok(...args: string[]) {
  const ran = await at.vectreal(...args)
  expect([ran.code, ran.err]).toEqual([0, expect.any(String)])
  return ran
}

describe('keys', () => {
  test('are created, listed, rotated, finished and revoked, each token alone on standard output', async () => {
    const created = await ok('keys', 'create', '--name', 'Website', '--external-id', 'web')
    expect(created.out).toMatch(/^vctrl_[0-9A-Za-z]{43}\n$/)
    expect((await ok('keys', 'list')).out).toMatch(/Website +….{4} +active/)

    const rotated = await ok('keys', 'rotate', 'web', '--overlap-hours', '48')
    expect(rotated.out).toMatch(/^vctrl_/)
    expect(rotated.out).not.toBe(created.out)
    const states = async () =>
      (await ok('keys', 'list', '--all', '--json')).json().map((key: { status: string }) => key.status)
    expect(await states()).toEqual(['active', 'rotating'])
    await ok('keys', 'finish', 'web', '--yes')
    expect(await states()).toEqual(['active', 'revoked'])
    await ok('keys', 'revoke', rotated.out.trim().slice(-4), '--yes')
    expect(await states()).toEqual(['revoked', 'revoked'])
  })

  test('are not ended by a program that has not said --yes', async () => {
    const created = await ok('keys', 'create', '--name', 'Kept')
    const refused = await at.vectreal('keys', 'revoke', 'Kept')
    expect([refused.code, refused.err]).toEqual([
      2,
      "Can't ask for confirmation here: this is not a terminal. Pass --yes.\n",
    ])
    await ok('keys', 'revoke', created.out.trim().slice(-4), '--yes')
  })

  test.each([
    [['keys', 'create'], /--name/],
    [['keys', 'create', '--name', 'K', '--expires', '45'], /30, 60, 90 or never/],
    [['keys', 'create', '--name', 'K', '--project', 'nope'], /There is no project "nope". There are: shop/],
    [['keys', 'rotate', 'nope'], /There is no live key "nope"/],
    [['keys', 'rotate', 'x', '--overlap-hours', '200'], /0 to 168/],
    [['nonsense'], /unknown command/],
  ])('%j is refused with its reason', async (args, reason) => {
    const ran = await at.vectreal(...args)
    expect([ran.code, ran.out]).toEqual([2, ''])
    expect(ran.err).toMatch(reason)
  })

  test('that expire are renewed once, and their tokens go into a file for one person', async () => {
    await ok('keys', 'create', '--name', 'Ends', '--external-id', 'ends', '--expires', '30')
    await ok('keys', 'create', '--name', 'Stays', '--external-id', 'stays', '--expires', '90')
    expect((await ok('keys', 'renew')).out).toBe('Nothing to renew.\n')
    at.platform.clock.advance(20 * DAY)
    expect((await ok('keys', 'renew', '--dry-run')).out).toMatch(/^Ends .* would be rotated\.\n$/)
    const first = await ok('keys', 'renew', '--write', 'tokens.ndjson')
    expect(first.out).toBe('Wrote 1 token to tokens.ndjson.\n')
    const file = join(at.folder, 'tokens.ndjson')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      externalId: 'ends',
      token: expect.stringMatching(/^vctrl_/),
    })
    expect((await ok('keys', 'renew')).out).toBe('Nothing to renew.\n')
    for (const name of ['ends', 'stays']) await ok('keys', 'revoke', name, '--yes')
  })

  test('that are refused while others are renewed hold up none of them, and are named', async () => {
    const own = await startWorkplace()
    await createProject(own.owner, own.org, { name: 'Shop' })
    for (const name of ['Ends', 'Gone'])
      await own.vectreal('keys', 'create', '--name', name, '--external-id', name, '--expires', '30')
    own.platform.clock.advance(20 * DAY)
    // Between the list and the first rotation, which is that of the newest, somebody revokes it.
    const revoking = createServer(async (req, res) => {
      if (req.url?.endsWith('/rotate')) await own.vectreal('keys', 'revoke', 'Gone', '--yes')
      const chunks: Buffer[] = []
      for await (const chunk of req) chunks.push(chunk as Buffer)
      const headers = Object.entries(req.headers).filter(([name]) =>
        ['authorization', 'content-type', 'idempotency-key'].includes(name),
      ) as [string, string][]
      const response = await fetch(own.platform.url + req.url, {
        method: req.method ?? 'GET',
        headers,
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      })
      const type = response.headers.get('content-type') ?? ''
      res.writeHead(response.status, { 'content-type': type }).end(await response.text())
    })
    await new Promise<void>((resolve) => revoking.listen(0, '127.0.0.1', resolve))
    try {
      const { port } = revoking.address() as { port: number }
      const env = { ...own.env, VECTREAL_URL: `http://127.0.0.1:${port}` }
      const renewed = await run(['keys', 'renew', '--write', 'more.ndjson'], env, own.folder)
      expect(renewed.code).toBe(2)
      expect(renewed.err).toMatch(/^Gone \(….{4}\): .*\(key_not_active\)\nEnds: …/)
      expect(renewed.err).toMatch(/1 of 2 keys could not be renewed\.\n$/)
      const lines = await readFile(join(own.folder, 'more.ndjson'), 'utf8')
      expect(JSON.parse(lines)).toMatchObject({ externalId: 'Ends' })
    } finally {
      revoking.close()
      await own.close()
    }
  })
})

describe('scenes', () => {
  test('are pushed, published, and pushed again as another version', async () => {
    const file = join(at.folder, 'chair.glb')
    await writeFile(file, makeGlb())
    const first = await ok('scenes', 'push', 'chair.glb', '--publish', '--json')
    expect(first.json()).toMatchObject({ name: 'chair', status: 'published', version: 1 })
    const second = await ok('scenes', 'push', file, '--no-optimize')
    expect(second.out).toContain('Pushed chair, version 2')
    expect((await ok('scenes', 'list')).out).toMatch(/chair +published +2 +.* shop /)
  })

  test('get KTX2 textures where that is asked for', async () => {
    await writeFile(join(at.folder, 'rug.glb'), await model({ image: await noise(512, 512) }))
    const pushed = (await ok('scenes', 'push', 'rug.glb', '--ktx2', '--json')).json()
    const stored = await fetch(`${at.platform.url}/api/organizations/${at.org}/scenes/${pushed.id}/model`, {
      headers: { authorization: `Bearer ${at.env.VECTREAL_SERVICE_TOKEN}` },
    })
    const { textures } = await reportGlb(new Uint8Array(await stored.arrayBuffer()))
    expect(textures).toMatchObject([{ format: 'ktx2' }])
    const refused = await at.vectreal('scenes', 'push', 'rug.glb', '--ktx2', '--no-optimize')
    expect([refused.code, refused.err]).toEqual([2, expect.stringMatching(/give one of them/)])
  })

  test('that are no models are refused before anything is made', async () => {
    await writeFile(join(at.folder, 'notes.txt'), 'no model')
    const before = (await ok('scenes', 'list', '--json')).json()
    const ran = await at.vectreal('scenes', 'push', 'notes.txt')
    expect([ran.code, ran.out]).toEqual([2, ''])
    expect((await at.vectreal('scenes', 'push', 'missing.glb')).err).toMatch(/missing\.glb cannot be read/)
    expect((await ok('scenes', 'list', '--json')).json()).toEqual(before)
  })
})

test('an origin is allowed once', async () => {
  expect((await ok('allow', 'https://www.example.org/page')).out).toBe(
    'Shop allows www.example.org from now on.\n',
  )
  expect((await ok('allow', 'https://www.example.org')).out).toBe('Shop allows www.example.org already.\n')
  expect((await at.vectreal('allow', '*')).err).toMatch(/^"\*" would allow every site/)
})

describe('doctor', () => {
  let site: string
  beforeAll(async () => {
    site = join(at.folder, 'site')
    await mkdir(join(site, 'assets'), { recursive: true })
    await mkdir(join(site, 'node_modules'), { recursive: true })
  })

  test('finds keys by form and checksum, and says of each whether it works', async () => {
    const live = (await ok('keys', 'create', '--name', 'Live')).out.trim()
    const dead = (await ok('keys', 'create', '--name', 'Dead')).out.trim()
    await ok('keys', 'revoke', dead.slice(-4), '--yes')
    const unknown = generateApiKey()
    await writeFile(join(site, 'index.html'), `<vectreal-scene api-key="${live}"></vectreal-scene>\n`)
    await writeFile(
      join(site, 'assets/app.js'),
      `\nconst a="${live}",b="${dead}",c="${unknown}",d="${unknown.slice(0, -1)}_"`,
    )
    await writeFile(join(site, 'node_modules/x.js'), generateApiKey())
    const ran = await at.vectreal('doctor', 'site', '--json')
    expect(ran.code).toBe(1)
    const { findings } = ran.json()
    expect(findings).toMatchObject([
      { level: 'error', message: expect.stringMatching(/revoked/), places: ['assets/app.js:2'] },
      { level: 'error', message: expect.stringMatching(/does not know/) },
      {
        level: 'ok',
        message: expect.stringMatching(/^Live, until .*, for Shop\.$/),
        places: ['assets/app.js:2', 'index.html:1'],
      },
    ])
    for (const secret of [live, dead, unknown]) expect(ran.out).not.toContain(secret)

    await writeFile(join(site, 'assets/app.js'), '')
    expect((await ok('doctor', 'site', '--origin', 'https://shop.example.com')).out).toMatch(/^ok .*Live/)
    const refused = await at.vectreal('doctor', 'site', '--origin', 'https://other.example.com')
    expect([refused.code, refused.out]).toEqual([
      1,
      expect.stringMatching(/not allowed by Shop\.\n.*\n +vectreal allow https:\/\/other/),
    ])
  })

  test('finds what stands between escapes of JSON, URLs and scripts', async () => {
    const token = at.env.VECTREAL_SERVICE_TOKEN as string
    for (const text of [`"\\u0022${token}\\u0022"`, `?key%3D${token}%26`, `"\\n${token}\\n"`, `x${token}x`]) {
      await writeFile(join(site, 'escaped.js'), text)
      expect([text, (await at.vectreal('doctor', join(site, 'escaped.js'), '--offline')).code]).toEqual([
        text,
        1,
      ])
    }
    await writeFile(join(site, 'escaped.js'), generateApiKey())
    expect((await ok('doctor', join(site, 'escaped.js'), '--offline', '--strict')).out).toMatch(
      /^ok .*: An API key; not checked with the platform\.\n/,
    )
    await writeFile(join(site, 'escaped.js'), '')
  })

  test('takes a service token or a signing key in public files for an error, without asking anybody', async () => {
    const { privateKey } = await createSigningKey(at.owner, at.org, [project.id], { name: 'S' })
    await writeFile(join(site, 'config.js'), `${at.env.VECTREAL_SERVICE_TOKEN}\n${privateKey}`)
    const ran = await at.vectreal('doctor', join('site', 'config.js'), '--offline')
    expect(ran.code).toBe(1)
    expect(ran.out).toMatch(/error +Service token ….{4}: .*\n.*config\.js:1/)
    expect(ran.out).toMatch(/error +Signing key: .*\n.*config\.js:3/)
    await writeFile(join(site, 'config.js'), '')
  })

  test('reads a page with its scripts, as a stranger who is not signed in', async () => {
    const key = (await ok('keys', 'create', '--name', 'Paged')).out.trim()
    const server = createServer((req, res) => {
      res.setHeader('content-type', 'text/html')
      res.end(req.url === '/app.js' ? `embed("${key}")` : '<script src="/app.js"></script>')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const page = `http://127.0.0.1:${(server.address() as { port: number }).port}/`
    const ran = await run(
      ['doctor', page, '--url', at.platform.url],
      { XDG_CONFIG_HOME: at.folder },
      at.folder,
    )
    server.close()
    expect([ran.code, ran.out]).toEqual([
      0,
      `ok      API key …${key.slice(-4)}: Live.\n        ${page}app.js:1\n`,
    ])
  })

  test('follows a page to where it leads, and its scripts to what they import later', async () => {
    const key = (await ok('keys', 'create', '--name', 'Lazy')).out.trim()
    const files: Record<string, string> = {
      '/shop/':
        '<a href="http://[no/address.js"></a><script type="module" src="assets/main.js?a=1&amp;b=2"></script>',
      '/shop/assets/main.js?a=1&b=2': 'const open = () => import("./chunk.js"), none = "//[.js"',
      '/shop/assets/chunk.js': `import "./main.js"; embed("${key}")`,
    }
    const server = createServer((req, res) => {
      const text = files[req.url ?? '']
      if (req.url === '/') res.writeHead(302, { location: '/shop/' }).end()
      else res.writeHead(text === undefined ? 404 : 200).end(text)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`
    const ran = await at.vectreal('doctor', `${origin}/`, '--json')
    server.close()
    expect([ran.err, ran.json().findings]).toMatchObject([
      '',
      [{ preview: key.slice(-4), places: [`${origin}/shop/assets/chunk.js:1`] }],
    ])
  })
})

describe('apply', () => {
  const file = (origins: string, rest = '') => `
projects:
  - slug: tenant-a
    name: Tenant A
    allowedDomains: [${origins}]
    allowLocalhost: false
keys:
  - externalId: tenant-a-web
    name: Tenant A, website
    projects: [tenant-a]
    expiresInDays: 60
webhooks:
  - url: https://hooks.example.com/in?token=abc
    types: [api_key.expiring, scene.published]
${rest}`
  const write = (text: string) => writeFile(join(at.folder, 'vectreal.yaml'), text)

  test('shows its plan, carries it out, and finds nothing to do the second time', async () => {
    await write(file('a.example.com'))
    const plan = await ok('apply', 'vectreal.yaml', '--dry-run')
    expect(plan.out).toBe(
      '+ project tenant-a\n+ key tenant-a-web\n+ webhook https://hooks.example.com/in?token=***\n',
    )
    expect((await at.vectreal('apply', 'vectreal.yaml')).code).toBe(2)
    const applied = await ok('apply', 'vectreal.yaml', '--yes')
    expect(applied.out).toMatch(/\nvctrl_\w{43}\nwhsec_\S+\n$/)
    expect((await ok('apply', 'vectreal.yaml', '--yes')).out).toBe('Nothing to do.\n')

    await write(file('a.example.com, "https://B.example.com/shop"'))
    expect((await ok('apply', 'vectreal.yaml', '--yes')).out).toBe(
      '~ project tenant-a\n    allowedDomains: ["a.example.com","b.example.com"]\n',
    )
    expect((await ok('apply', 'vectreal.yaml', '--yes')).out).toBe('Nothing to do.\n')
  })

  test('ends no key: one whose projects should change is named, and stays', async () => {
    await write(
      file('a.example.com, b.example.com').replace('projects: [tenant-a]', 'projects: [tenant-a, shop]'),
    )
    const ran = await at.vectreal('apply', 'vectreal.yaml', '--yes')
    expect([ran.code, ran.out]).toEqual([
      1,
      expect.stringMatching(/^! key tenant-a-web: Its projects are tenant-a/),
    ])
    const keys = (await ok('keys', 'list', '--json')).json()
    expect(keys.filter((key: { externalId: string }) => key.externalId === 'tenant-a-web')).toMatchObject([
      { status: 'active' },
    ])
  })

  test.each([
    ['projects: {}', 'projects must be a list.'],
    ['keys:\n  - externalId: a', 'keys[0].projects is missing.'],
    ['project: []', 'project is not known'],
    ['projects:\n  - slug: a\n    domains: []', 'projects[0].domains is not known'],
    ['projects:\n  - slug: a\n    allowedDomains: ["*"]', '"*" would allow every site'],
    ['projects:\n  - slug: a\n  - slug: a', 'projects[1].slug stands there twice'],
    ['webhooks:\n  - url: hooks\n    types: []', 'webhooks[0].url must be an address such as'],
    [
      'webhooks:\n  - { url: "https://a.example/?t=1", types: [audit.head] }\n  - { url: "https://a.example/?t=2", types: [audit.head] }',
      'webhooks[1].url stands there twice: https://a.example/?t=***.',
    ],
    [': :', 'The file is not YAML'],
  ])('refuses %j', async (text, reason) => {
    await write(text)
    const ran = await at.vectreal('apply', 'vectreal.yaml', '--yes')
    expect([ran.code, ran.out]).toEqual([2, ''])
    expect(ran.err).toContain(reason)
  })
})

test('init makes project, domain and key, and writes the code of the framework that is there', async () => {
  const folder = join(at.folder, 'next-app')
  await mkdir(folder)
  await writeFile(join(folder, 'package.json'), '{"dependencies":{"next":"16.0.0","react":"19.0.0"}}')
  const ran = await run(
    ['init', '--project', 'Next app', '--allow', 'https://next.example.com'],
    at.env,
    folder,
  )
  expect([ran.code, ran.err]).toEqual([0, ''])
  expect(ran.out).toMatch(/Project Next app \(next-app\) allows next\.example\.com\.\nKey ….{4} is made/)
  const code = await readFile(join(folder, 'vectreal-scene.tsx'), 'utf8')
  expect(code).toMatch(/^'use client'\n[^]*apiKey="vctrl_\w{43}" baseUrl="http:\/\/127/)

  // Whoever has put a scene into it keeps it, and the key that is there.
  const edited = code.replace('YOUR-SCENE-ID', 'my-scene')
  await writeFile(join(folder, 'vectreal-scene.tsx'), edited)
  const countKeys = async () => (await ok('keys', 'list', '--json')).json().length
  const keys = await countKeys()
  const again = ['init', '--project', 'Next app', '--allow', 'https://www.next.example.com']
  expect((await run(again, at.env, folder)).out).toMatch(
    /allows next\.example\.com, www\.next\.example\.com\.\nvectreal-scene\.tsx is there already, with key ….{4}: it stays as it is\.\n$/,
  )
  expect(await readFile(join(folder, 'vectreal-scene.tsx'), 'utf8')).toBe(edited)
  await writeFile(join(folder, 'vectreal-scene.tsx'), 'export const mine = 1')
  expect(await run(again, at.env, folder)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/move it away/),
  })
  expect(await countKeys()).toBe(keys)
})

describe('signing in', () => {
  /** While the command waits, somebody decides in the browser. */
  const decide = (decision: 'approve' | 'deny') => async (milliseconds: number) => {
    at.platform.clock.advance(milliseconds)
    const { rows } = await at.platform.app.context.pool.query('select user_code from device_logins')
    if (rows.length > 0)
      await at.owner.api.call(`POST /api/organizations/{org}/device-logins/{code}/${decision}`, {
        params: { org: at.org, code: rows[0].user_code },
      })
  }
  async function login(decision: 'approve' | 'deny') {
    const env = { XDG_CONFIG_HOME: at.env.XDG_CONFIG_HOME }
    const ran = await run(['login', '--url', at.platform.url], env, at.folder, { sleep: decide(decision) })
    return { ...ran, env }
  }

  test('in the browser keeps a token of its own for one person, and logout ends it', async () => {
    const path = join(at.env.XDG_CONFIG_HOME as string, 'vectreal/credentials.json')
    const { code, out, err, env } = await login('approve')
    expect([code, out]).toEqual([0, expect.stringMatching(/^Signed in to /)])
    expect(err).toMatch(/^Open http\S+\/dashboard\/device\?code=(\S{9})\nand allow the code \1\.\n$/)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    const { token } = JSON.parse(await readFile(path, 'utf8'))
    expect(out + err).not.toContain(token)
    expect((await run(['keys', 'list'], env, at.folder, {})).code).toBe(0)
    const ended = await run(['logout'], env, at.folder)
    expect(ended.out).toBe('Signed out. The service token of this machine has ended.\n')
    const program = at.platform.bearer(token)
    await expect(
      program.api.call('GET /api/organizations/{org}/projects', { params: { org: at.org } }),
    ).rejects.toMatchObject({ status: 401 })
  })

  test('is part of init for whoever is not signed in', async () => {
    const folder = join(at.folder, 'fresh')
    await mkdir(folder)
    const env = { XDG_CONFIG_HOME: folder }
    const init = [
      'init',
      '--url',
      at.platform.url,
      '--project',
      'Fresh',
      '--allow',
      'https://fresh.example.com',
    ]
    expect(await run(init, env, folder)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^Not signed in\. /),
    })
    const ran = await run([...init, '--no-browser'], env, folder, {
      sleep: decide('approve'),
      isInteractive: true,
    })
    expect(ran).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^Open .*\nand allow the code .*\nSigned in to /),
      out: expect.stringMatching(/^Project Fresh \(fresh\) allows fresh\.example\.com\.\n/),
    })
    expect((await run(['logout'], env, folder)).out).toMatch(/has ended/)
  })

  test('that is not allowed keeps nothing', async () => {
    const { code, err, env } = await login('deny')
    expect([code, err]).toEqual([2, expect.stringMatching(/\nIt was not allowed\. Nothing is kept\.\n$/)])
    expect((await run(['keys', 'list'], env, at.folder)).err).toMatch(/^Not signed in\./)
  })

  test('with a token from standard input keeps it for one person, and logout forgets it', async () => {
    const path = join(at.env.XDG_CONFIG_HOME as string, 'vectreal/credentials.json')
    const nobody = { XDG_CONFIG_HOME: at.env.XDG_CONFIG_HOME }
    const refused = await run(['keys', 'list'], nobody, at.folder)
    expect([refused.code, refused.err]).toEqual([
      2,
      'Not signed in. Run vectreal login, or set VECTREAL_SERVICE_TOKEN.\n',
    ])
    const token = at.env.VECTREAL_SERVICE_TOKEN as string
    const login = ['login', '--with-token', '--url', at.platform.url, '--organization', at.org]
    expect((await run(login, nobody, at.folder, { input: 'nonsense\n' })).err).toBe(
      'That is no service token (vctrlsvc_…).\n',
    )
    const signedIn = await run(login, nobody, at.folder, { input: `${token}\n` })
    expect([signedIn.code, signedIn.out]).toEqual([0, expect.stringMatching(/^Signed in to /)])
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await run(['keys', 'list'], nobody, at.folder)).code).toBe(0)
    await writeFile(path, '{}')
    expect((await run(['keys', 'list'], nobody, at.folder)).err).toMatch(/is damaged: delete it/)
    await run(['logout'], nobody, at.folder)
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('a token that was kept for one platform is sent to no other', async () => {
    const heard: unknown[] = []
    const server = createServer((req, res) => {
      heard.push(req.headers.authorization)
      res.writeHead(404).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const other = `http://127.0.0.1:${(server.address() as { port: number }).port}`
    const env = { XDG_CONFIG_HOME: join(at.folder, 'kept') }
    const login = ['login', '--with-token', '--url', at.platform.url, '--organization', at.org]
    await run(login, env, at.folder, { input: at.env.VECTREAL_SERVICE_TOKEN as string })
    const tried = [
      await run(['keys', 'list', '--url', other], env, at.folder),
      await run(['scenes', 'list'], { ...env, VECTREAL_URL: other }, at.folder),
    ]
    // Of a page's key anybody may ask, without a token.
    await writeFile(join(at.folder, 'keyed.html'), generateApiKey())
    await run(['doctor', 'keyed.html', '--url', other], env, at.folder)
    server.close()
    for (const { code, err } of tried)
      expect([code, err]).toEqual([
        2,
        expect.stringContaining(`Not signed in to ${other}, but to ${at.platform.url}.`),
      ])
    expect(heard).toEqual([expect.stringMatching(/^Bearer vctrl_/)])
  })

  test('a token that the platform refuses says what to do', async () => {
    const wrong = { ...at.env, VECTREAL_SERVICE_TOKEN: 'vctrlsvc_nonsense' }
    const ran = await run(['keys', 'list'], wrong, at.folder)
    expect(ran.code).toBe(2)
    expect(ran.err).toMatch(/\(unauthenticated\)\nSign in with vectreal login/)
    expect(ran.err).not.toContain('nonsense')
    const away = await run(['keys', 'list'], { ...at.env, VECTREAL_URL: 'http://127.0.0.1:9' }, at.folder)
    expect(away.err).toMatch(/^http:\/\/127\.0\.0\.1:9 cannot be reached: /)
  })
})
