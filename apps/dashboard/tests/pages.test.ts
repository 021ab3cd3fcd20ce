import '@vectreal/test-kit/vitest-postgres'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  changeScene,
  createDraft,
  createKey,
  createProject,
  publishScene,
  readScene,
  rotateKey,
  updateProject,
  uploadModel,
} from '../../../packages/scene-api/tests/support/organization.js'
import { axeFindings } from './support/axe.js'
import { PASSWORD, type Person, startDashboard, type TestDashboard, watchPage } from './support/dashboard.js'
import { makeStudio, MODEL, type Studio } from './support/studio.js'

const KTX2_MODEL = join(import.meta.dirname, '../../../packages/viewer-core/fixtures/controller-ktx2.glb')

let dashboard: TestDashboard
let studio: Studio
let newcomer: Person

beforeAll(async () => {
  dashboard = await startDashboard()
  studio = await makeStudio(dashboard)
  newcomer = await dashboard.signUp('Nora Newcomer')
})
afterAll(() => dashboard.close())

async function open(path: string, person: Person | null = studio.owner): Promise<Page> {
  const page = await dashboard.open(person, { colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(dashboard.pageUrl(path))
  return page
}

const readProject = (project: string) =>
  studio.owner.api.call('GET /api/organizations/{org}/projects/{project}', {
    params: { org: studio.organizationId, project },
  })
const sceneOf = (scene = studio.sceneId) => readScene(studio.owner, studio.organizationId, scene)
const listScenes = async (project?: string) => {
  const { items } = await studio.owner.api.call('GET /api/organizations/{org}/scenes', {
    params: { org: studio.organizationId },
    query: { project },
  })
  return items
}

/** Both themes of a page as it stands. */
async function findingsInBothThemes(page: Page): Promise<string[]> {
  const light = await axeFindings(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.locator('html[data-theme=dark]').waitFor()
  return [...light, ...(await axeFindings(page)).map((finding) => `dark ${finding}`)]
}

describe('axe finds nothing, light or dark,', () => {
  test.each<[string, () => string, (page: Page) => Promise<unknown>]>([
    ['the overview', () => '/', (page) => page.getByText('Key health findings').waitFor()],
    ['the keys', () => '/api-keys', (page) => page.getByRole('table').waitFor()],
    [
      'a refused new key',
      () => '/api-keys?create=1',
      async (page) => {
        await page.getByLabel('Expires').selectOption('never')
        await page.getByRole('group', { name: 'Projects' }).getByLabel('Shop').waitFor()
        await page.getByRole('button', { name: 'Create key' }).click()
        await page.getByText('Must name at least one project.').waitFor()
      },
    ],
    [
      'a revocation',
      () => '/api-keys',
      async (page) => {
        await page.getByRole('button', { name: 'Revoke Everything key' }).click()
        await page.getByText('These stop working').waitFor()
      },
    ],
    [
      'a rotation under way',
      () => `/api-keys/${studio.keys.rotating}`,
      async (page) => {
        await page.getByRole('list', { name: 'Origins of the old key' }).waitFor()
        await page.getByText('The numbers').waitFor()
      },
    ],
    ['the projects', () => '/projects', (page) => page.getByRole('link', { name: 'Shop' }).waitFor()],
    [
      'a project with changes',
      () => `/projects/${studio.projects.shop}`,
      async (page) => {
        await page.getByRole('button', { name: 'Remove www.shop.example.com' }).click()
        await page.getByText(/^Saving would block/).waitFor()
      },
    ],
    ['the scenes', () => '/scenes', (page) => page.getByRole('table').waitFor()],
    ['blocked embeds', () => '/blocked-embeds', (page) => page.getByRole('table').waitFor()],
    ['key health', () => '/key-health', (page) => page.getByRole('heading', { level: 3 }).first().waitFor()],
    ['service tokens', () => '/service-tokens', (page) => page.getByRole('table').waitFor()],
    ['members', () => '/members', (page) => page.getByText('Open invitations').waitFor()],
    ['the audit log', () => '/audit-log', (page) => page.getByRole('list', { name: 'Audit log' }).waitFor()],
    ['plans', () => '/plan', (page) => page.getByText('The numbers').waitFor()],
    ['the account', () => '/account', (page) => page.getByText('This device', { exact: true }).waitFor()],
    [
      'a page that is not there',
      () => '/nowhere',
      (page) => page.getByText('We couldn’t find this page').waitFor(),
    ],
  ])('on %s', async (_what, path, ready) => {
    const page = await open(path())
    const complaints = watchPage(page)
    await ready(page)
    expect(await findingsInBothThemes(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  test('on the pages before signing in and on the setup', async () => {
    const findings: string[] = []
    for (const path of ['/sign-in', '/sign-up', '/forgot-password', '/reset-password']) {
      const page = await open(path, null)
      await page.getByRole('heading', { level: 1 }).waitFor()
      findings.push(...(await findingsInBothThemes(page)))
    }
    const page = await open('/setup', newcomer)
    await page.getByLabel('Name').waitFor()
    findings.push(...(await findingsInBothThemes(page)))
    expect(findings).toEqual([])
  })
})

describe('the allowlist editor', () => {
  test('shows what an entry becomes, guards the grammar, and saves', async () => {
    const id = await createProject(studio.owner, studio.organizationId, { name: 'Editor' })
    const page = await open(`/projects/${id}`)
    const field = page.getByLabel('Add a domain')
    await field.fill('https://Müller.example/products?id=1')
    await page.getByText('xn--mller-kva.example', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await field.fill('*.co.uk')
    await page.getByText(/"\*\.co\.uk" belongs to everyone/).waitFor()
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await field.fill('*.vercel.app')
    await page.keyboard.press('Enter')
    await page.getByText('Shared host', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Remove shared hosts' }).click()
    await page.getByLabel('Test an address').fill('https://evil-xn--mller-kva.example')
    await page.getByText(/is refused: no entry matches/).waitFor()
    await page.getByRole('button', { name: 'Turn localhost off' }).click()
    await page.getByRole('button', { name: 'Save allowlist' }).click()
    await page.getByText('The allowlist is saved.').waitFor()
    const saved = await readProject(id)
    expect(saved).toMatchObject({ allowedDomains: ['xn--mller-kva.example'], allowLocalhost: false })
  })

  test('says before saving which traffic the change would refuse, and asks before leaving', async () => {
    const page = await open(`/projects/${studio.projects.shop}`)
    await page.getByRole('button', { name: 'Remove www.shop.example.com' }).click()
    const warning = page.getByRole('status').filter({ hasText: /^Saving would block/ })
    await warning.waitFor()
    expect(await warning.innerText()).toContain('https://www.shop.example.com')
    await page.getByRole('link', { name: 'Scenes', exact: true }).click()
    await page.getByRole('alertdialog', { name: 'Leave without saving?' }).waitFor()
    await page.keyboard.press('Escape')
    expect(new URL(page.url()).pathname).toBe(`/dashboard/projects/${studio.projects.shop}`)
  })

  test.each(['member', 'viewer'] as const)('has no controls for a %s', async (role) => {
    const page = await open(`/projects/${studio.projects.shop}`, studio[role])
    await page.getByRole('list', { name: 'Allowed domains' }).waitFor()
    expect(await page.getByRole('button', { name: /^(Remove|Save|Rename|Delete|Add)/ }).count()).toBe(0)
  })

  test('follows what is saved elsewhere, and saves beside it', async () => {
    const id = await createProject(studio.owner, studio.organizationId, { name: 'Two editors' })
    const page = await open(`/projects/${id}`)
    const add = async (tab: Page, domain: string) => {
      await tab.getByLabel('Add a domain').fill(domain)
      await tab.keyboard.press('Enter')
    }
    const save = async (tab: Page) => {
      await tab.getByRole('button', { name: 'Save allowlist' }).click()
      await tab.getByText('The allowlist is saved.').waitFor()
    }
    const other = await page.context().newPage()
    await other.goto(dashboard.pageUrl(`/projects/${id}`))
    await add(other, 'first.example.com')
    await save(other)
    const list = page.getByRole('list', { name: 'Allowed domains' }).getByRole('listitem')
    await list.filter({ hasText: 'first.example.com' }).waitFor()
    expect(await page.getByRole('button', { name: 'Save allowlist' }).count()).toBe(0)

    await add(page, 'mine.example.com')
    // Somebody elsewhere, of whom this page has not heard.
    await updateProject(studio.owner, studio.organizationId, id, {
      allowedDomains: ['first.example.com', 'theirs.example.com'],
    })
    await save(page)
    await list.filter({ hasText: 'theirs.example.com' }).waitFor()
    const { allowedDomains } = await readProject(id)
    expect(allowedDomains).toEqual(['first.example.com', 'theirs.example.com', 'mine.example.com'])
  })
})

describe('blocked embeds', () => {
  test('allow an origin with one press and a question', async () => {
    const page = await open('/blocked-embeds')
    await page.getByRole('button', { name: 'Allow this origin: preview.shop.example.com' }).click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByText('Exactly https://preview.shop.example.com').waitFor()
    // Somebody elsewhere saves the list while the question is open.
    const { shop } = studio.projects
    const { allowedDomains: before } = await readProject(shop)
    await updateProject(studio.owner, studio.organizationId, shop, {
      allowedDomains: [...before, 'meanwhile.example.com'],
    })
    await dialog.getByRole('button', { name: 'Allow this origin' }).click()
    await page.getByText('Allowed now').waitFor()
    const { allowedDomains } = await readProject(shop)
    expect(allowedDomains).toEqual([...before, 'meanwhile.example.com', 'preview.shop.example.com'])
  })

  test('explain themselves to a member', async () => {
    const page = await open('/blocked-embeds', studio.member)
    await page.getByText('Owners and admins manage this').waitFor()
    expect(await page.getByRole('button', { name: /Allow/ }).count()).toBe(0)
  })
})

describe('a scene', () => {
  test('is uploaded, shown by the real viewer, changed, published and offered as a snippet', async () => {
    const page = await open('/scenes')
    const complaints = watchPage(page)
    await page.getByRole('button', { name: 'Add a scene' }).click()
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles(MODEL)
    expect(await page.getByLabel('Name').inputValue()).toBe('Race car')
    await page.getByRole('button', { name: 'Upload' }).click()
    await page.waitForURL('**/dashboard/scenes/*')
    await page.locator('[data-vectreal-state=ready]').waitFor()
    await page.getByLabel('Background').selectOption('color')
    await page.getByRole('button', { name: 'Save settings' }).click()
    await page.getByText('The settings are saved.').waitFor()
    const id = new URL(page.url()).pathname.split('/').at(-1) as string
    const poster = async () => (await sceneOf(id)).poster
    // By this browser, or else by the server.
    await expect.poll(poster, { timeout: 120_000 }).not.toBeNull()
    await page.getByRole('button', { name: 'Use this view as the poster' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('The previous poster is back.').waitFor()
    await page.getByRole('button', { name: 'Use this view as the poster' }).click()
    await page.getByRole('img', { name: /^Poster of / }).waitFor()
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByText('is published.').waitFor()
    const snippet = page.getByRole('region', { name: /snippet$/ }).first()
    expect(await snippet.innerText()).toContain(`scene-id="${id}"`)
    const saved = await sceneOf(id)
    expect(saved).toMatchObject({ status: 'published', settings: { background: { kind: 'color' } } })
    expect(saved.poster?.width).toBeGreaterThan(0)
    expect(await axeFindings(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  test('with KTX2 textures is shown under the policy of the page', async () => {
    const page = await open('/scenes')
    const complaints = watchPage(page)
    await page.getByRole('button', { name: 'Add a scene' }).click()
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles(KTX2_MODEL)
    await page.getByRole('button', { name: 'Upload' }).click()
    await page.waitForURL('**/dashboard/scenes/*')
    await page.locator('[data-vectreal-state=ready]').waitFor()
    expect(complaints).toEqual([])
  })

  test('has KTX2 textures made of its model, and WebP again, by a switch above its versions', async () => {
    const page = await open(`/scenes/${studio.sceneId}`)
    const complaints = watchPage(page)
    const ktx2 = page.getByRole('checkbox', { name: 'KTX2 textures in the optimised file' })
    const saved = async () => (await sceneOf()).textures
    await ktx2.click()
    await expect.poll(saved).toBe('ktx2')
    await page.reload()
    await expect.poll(() => ktx2.isChecked()).toBe(true)
    await ktx2.click()
    await expect.poll(saved).toBe('webp')
    await expect.poll(() => ktx2.isChecked()).toBe(false)
    expect(await axeFindings(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await axeFindings(page)).toEqual([])
    expect(complaints).toEqual([])

    const beside = await open(`/scenes/${studio.sceneId}`, studio.viewer)
    await beside.getByRole('heading', { name: 'Versions' }).waitFor()
    expect(await beside.getByRole('checkbox', { name: /^KTX2/ }).count()).toBe(0)
  })

  test('comes as an OBJ with its files: what is missing is named before anything is sent', async () => {
    const page = await open('/scenes')
    const complaints = watchPage(page)
    await page.getByRole('button', { name: 'Add a scene' }).click()
    const dialog = page.getByRole('dialog')
    const text = (name: string, content: string) => ({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(content),
    })
    const input = dialog.locator('input[type=file]')
    await input.setInputFiles([text('notes.txt', 'no model')])
    await dialog.getByText('There is no model among the files: notes.txt.').waitFor()
    await input.setInputFiles([
      text(
        'garden-chair.obj',
        'mtllib a.mtl\nusemtl Wood\nv 0 0 0\nv 2 0 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 0 1\nf 1/1 2/2 3/3\n',
      ),
      text('a.mtl', 'newmtl Wood\nmap_Kd wood.png\n'),
    ])
    await dialog.getByText('1 texture is missing: wood.png.').waitFor()
    expect(await page.getByLabel('Name').inputValue()).toBe('Garden chair')
    await dialog.getByLabel('One unit of the file is').selectOption('cm')
    await dialog.getByText('The model is 2 × 1 × 0 cm.').waitFor()
    await page.getByRole('button', { name: 'Upload' }).click()
    await page.waitForURL('**/dashboard/scenes/*')
    await page.locator('[data-vectreal-state=ready]').waitFor()
    const id = new URL(page.url()).pathname.split('/').at(-1) as string
    const posterWidth = async () => (await sceneOf(id)).poster?.width ?? 0
    await expect.poll(posterWidth, { timeout: 60_000 }).toBeGreaterThan(0)
    await page.getByText('Report', { exact: true }).click()
    await page.getByText('Files below 65536 bytes are left alone.').waitFor()
    expect(await axeFindings(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  test('comes with others: each becomes a scene, and one that is none says why', async () => {
    const page = await open('/scenes')
    await page.getByRole('button', { name: 'Add a scene' }).click()
    const dialog = page.getByRole('dialog')
    const glb = (name: string, buffer: Buffer) => ({ name, mimeType: 'model/gltf-binary', buffer })
    const model = await readFile(MODEL)
    await dialog
      .locator('input[type=file]')
      .setInputFiles([
        glb('red-car.glb', model),
        glb('blue-car.glb', model),
        glb('torn.glb', model.subarray(0, 2000)),
      ])
    await dialog.getByRole('button', { name: 'Create 3 scenes, one for each' }).click()
    await dialog.getByRole('button', { name: 'Upload 3 models' }).click()
    const rows = dialog.getByRole('list', { name: 'Models' }).getByRole('listitem')
    await rows.filter({ hasText: 'blue-car.glb' }).getByText('Scene added').waitFor()
    await rows
      .filter({ hasText: 'torn.glb' })
      .getByText(/ends too early|shorter|incomplete/)
      .waitFor()
    const names = async () => (await listScenes()).map(({ name }) => name)
    expect(await names()).toEqual(expect.arrayContaining(['Red car', 'Blue car']))
    expect(await names()).not.toContain('Torn')
  })

  test('that is no GLB is refused with the reason, and leaves nothing', async () => {
    const countScenes = async () => (await listScenes(studio.projects.shop)).length
    const before = await countScenes()
    const page = await open('/scenes')
    await page.getByRole('button', { name: 'Add a scene' }).click()
    await page
      .getByRole('dialog')
      .locator('input[type=file]')
      .setInputFiles({
        name: 'broken.glb',
        mimeType: 'model/gltf-binary',
        buffer: Buffer.from('not a model'),
      })
    await page.getByRole('button', { name: 'Upload' }).click()
    await page.getByText('The model is not valid').waitFor()
    // The scene made for it goes while the reason is on the screen.
    await expect.poll(countScenes).toBe(before)
  })

  test('that a proxy in front finds too large is refused in words', async () => {
    const page = await open('/scenes')
    // As nginx responds by itself.
    await page.route(/\/scenes\/[^/]+\/model$/, (route) =>
      route.fulfill({
        status: 413,
        contentType: 'text/html',
        body: '<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>nginx</body>\r\n</html>\r\n',
      }),
    )
    await page.getByRole('button', { name: 'Add a scene' }).click()
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles(MODEL)
    await page.getByRole('button', { name: 'Upload' }).click()
    const told = page.getByText(/client_max_body_size/)
    await told.waitFor()
    expect(await told.innerText()).toContain('A proxy in front of the platform')
  })

  test('keeps hotspots with the camera they lead to, whatever it is called', async () => {
    const settings = {
      cameras: [
        { name: 'Side', position: [1, 0, 0], target: [0, 0, 0], fovDegrees: 40 },
        { name: 'Top', position: [0, 1, 0], target: [0, 0, 0], fovDegrees: 40 },
      ],
      hotspots: ['Side', 'Top'].map((camera) => ({
        id: crypto.randomUUID(),
        label: `To ${camera}`,
        description: '',
        position: [0, 0, 0],
        normal: null,
        camera,
      })),
    }
    await changeScene(studio.owner, studio.organizationId, studio.sceneId, { settings })
    const page = await open(`/scenes/${studio.sceneId}`)
    await page.getByText('Cameras').first().click()
    await page.getByLabel('Name of camera Side').fill('Profile')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Remove camera Top' }).click()
    await page.getByRole('button', { name: 'Save settings' }).click()
    await page.getByText('The settings are saved.').waitFor()
    const saved = (await sceneOf()).settings
    expect(saved.hotspots.map(({ camera }) => camera)).toEqual(['Profile', null])
  })

  test('puts a hotspot where the model is clicked, moves it by drag, and gives visitors a toolbar and a tour', async () => {
    const settings = {
      hotspots: [],
      cameras: [{ name: 'Side', position: [3, 0, 0], target: [0, 0, 0], fovDegrees: 40 }],
    }
    await changeScene(studio.owner, studio.organizationId, studio.sceneId, { settings })
    const page = await open(`/scenes/${studio.sceneId}`)
    await page.locator('summary', { hasText: 'Hotspots' }).click()
    await page.getByRole('button', { name: 'Click the model to place a hotspot' }).click({ timeout: 60_000 })
    const picture = (await page.getByRole('application').boundingBox())!
    const middle = { x: picture.x + picture.width / 2, y: picture.y + picture.height / 2 }
    await page.mouse.click(middle.x, middle.y)
    const spot = page.locator('[data-hotspot]')
    await spot.waitFor()
    const place = () =>
      Promise.all(['x', 'y', 'z'].map((axis) => page.getByLabel(`Hotspot 1, ${axis}`).inputValue()))
    const before = await place()
    const at = (await spot.boundingBox())!
    await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2)
    await page.mouse.down()
    await page.mouse.move(at.x + at.width / 2 + 20, at.y + at.height / 2, { steps: 4 })
    await page.mouse.up()
    await expect.poll(place).not.toEqual(before)
    await page.locator('summary', { hasText: 'Tour' }).click()
    await page.getByRole('button', { name: 'Add a step' }).click()
    await page.getByLabel('Text', { exact: true }).first().fill('From the side')
    await page.locator('summary', { hasText: 'Toolbar' }).click()
    await page.getByLabel('Show a toolbar').check()
    await page.getByLabel('Share a picture').uncheck()
    await page.getByRole('toolbar', { name: '3D view controls' }).waitFor()
    await page.getByRole('button', { name: 'Save settings' }).click()
    await page.getByText('The settings are saved.').waitFor()
    const saved = (await sceneOf()).settings
    expect(saved.hotspots).toEqual([
      expect.objectContaining({
        label: 'Hotspot 1',
        node: null,
        normal: [expect.any(Number), expect.any(Number), expect.any(Number)],
      }),
    ])
    expect(saved.tour).toEqual([{ camera: 'Side', text: 'From the side' }])
    expect(saved.toolbar).toContain('fullscreen')
    expect(saved.toolbar).not.toContain('share')
  })
})

describe('the list of scenes', () => {
  test('is narrowed by project and status, and each row publishes, embeds and unpublishes', async () => {
    const id = await createDraft(studio.owner, studio.organizationId, studio.projects.staging, {
      name: 'Bookshelf',
    })
    await uploadModel(studio.owner, studio.organizationId, id, await readFile(MODEL))
    const page = await open('/scenes')
    const row = page.getByRole('row').filter({ hasText: 'Bookshelf' })
    await row.getByRole('link', { name: 'Staging' }).waitFor()
    await page.getByLabel('Project').selectOption('Shop')
    await expect.poll(() => row.count()).toBe(0)
    await page.getByLabel('Project').selectOption('Staging')
    await page.getByLabel('Status').selectOption('Drafts')
    await row.getByRole('button', { name: 'Publish Bookshelf' }).click()
    await expect.poll(() => row.count()).toBe(0)
    await page.getByLabel('Status').selectOption('Published')
    await row.getByRole('button', { name: 'Unpublish Bookshelf' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Unpublish' }).click()
    await expect.poll(() => row.count()).toBe(0)
    await page.getByLabel('Project').selectOption('Shop')
    await page.locator(`a[href$="/scenes/${studio.sceneId}#embed"]`).click()
    await page.waitForURL(`**/scenes/${studio.sceneId}#embed`)
  })
})

describe('the setup', () => {
  test('leads from nothing to a working snippet', async () => {
    const page = await open('/setup', await dashboard.signUp('Quick Start'))
    const complaints = watchPage(page)
    await page.getByLabel('Name').fill('Quick Studio')
    await page.getByRole('button', { name: 'Create organization' }).click()
    await page.getByLabel('Domain (optional)').fill('www.quick.example.com')
    await page.getByLabel('Name').fill('First site')
    await page.getByRole('button', { name: 'Create project' }).click()
    await page.getByRole('button', { name: 'Use the sample' }).click()
    await page.getByRole('button', { name: 'Create the key' }).click()
    const token = await page.getByLabel('Your new key, shown only now').inputValue()
    expect(token).toMatch(/^vctrl_[0-9A-Za-z]{43}$/)
    const snippet = await page
      .getByRole('region', { name: /snippet$/ })
      .first()
      .innerText()
    expect(snippet).toContain(token)
    const sceneId = /scene-id="([^"]+)"/.exec(snippet)?.[1] as string
    const loaded = await fetch(`${dashboard.url}/api/scenes/${sceneId}`, {
      headers: { authorization: `Bearer ${token}`, origin: 'https://www.quick.example.com' },
    })
    expect(loaded.status).toBe(200)
    const proof = page.getByRole('region', { name: 'Your embed' })
    // It draws where it is seen.
    await proof.scrollIntoViewIfNeeded()
    await proof.locator('canvas').waitFor()
    expect(await proof.getByRole('link', { name: 'Allow your domain' }).count()).toBe(0)
    await dashboard.app.flush()
    await proof.getByText(/^Seen from https:\/\/www\.quick\.example\.com, /).waitFor()
    const file = page.waitForEvent('download')
    await proof.getByRole('link', { name: 'Save the test page' }).click()
    expect(await readFile(await (await file).path(), 'utf8')).toContain(token)
    expect(await axeFindings(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  test('a fast double press makes one of each', async () => {
    const person = await dashboard.signUp('Double Click')
    const page = await open('/setup', person)
    const press = (name: string) =>
      page.getByRole('button', { name }).evaluate((button: HTMLElement) => {
        button.click()
        button.click()
      })
    await page.getByLabel('Name').fill('Double Studio')
    await press('Create organization')
    await page.getByLabel('Domain (optional)').waitFor()
    await page.getByLabel('Name').fill('One site')
    await press('Create project')
    await page.getByRole('button', { name: 'Use the sample' }).waitFor()
    await press('Use the sample')
    await page.getByRole('button', { name: 'Create the key' }).waitFor()
    const { body: organizations } = await person.get('/api/auth/organization/list')
    expect(organizations).toHaveLength(1)
    const params = { org: organizations[0].id }
    const { items } = await person.api.call('GET /api/organizations/{org}/projects', { params })
    expect(items).toHaveLength(1)
    const scenes = await person.api.call('GET /api/organizations/{org}/scenes', {
      params,
      query: { project: items[0]?.id },
    })
    expect(scenes.items).toHaveLength(1)
  })

  test('makes a key for a project with the longest name there is', async () => {
    const person = await dashboard.signUp('Emoji Studio')
    const organization = await dashboard.createOrganization(person, 'free')
    const project = await createProject(person, organization, { name: `a${'😀'.repeat(99)}` })
    const scene = await createDraft(person, organization, project, { name: 'Race car' })
    await uploadModel(person, organization, scene, await readFile(MODEL))
    await publishScene(person, organization, scene)
    const page = await open('/setup', person)
    await page.getByRole('button', { name: 'Create the key' }).click()
    expect(await page.getByLabel('Your new key, shown only now').inputValue()).toMatch(/^vctrl_/)
  })
})

describe('members', () => {
  test('are invited by a link, join by it, and get another role', async () => {
    const page = await open('/members')
    await page.getByRole('button', { name: 'Invite someone' }).click()
    await page.getByLabel('Email').fill('ines@example.com')
    await page.getByLabel('Role').last().selectOption('viewer')
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    const link = (await page.getByRole('region', { name: 'invitation link' }).innerText()).trim()

    const other = await dashboard.open(await dashboard.signUp('Otto Other'))
    await other.goto(link)
    await other.getByText('This invitation is for another account').waitFor()
    expect(await axeFindings(other)).toEqual([])
    await other.getByRole('button', { name: 'Sign out and continue' }).click()
    await other.getByLabel('Your name').waitFor()

    const theirs = await dashboard.open(null)
    await theirs.goto(link)
    await theirs.getByText('invites you to join as a viewer').waitFor()
    expect(await theirs.getByLabel('Email').inputValue()).toBe('ines@example.com')
    expect(await axeFindings(theirs)).toEqual([])
    await theirs.getByLabel('Your name').fill('Ines Invited')
    await theirs.getByLabel('Password').fill(PASSWORD)
    await theirs.getByRole('button', { name: 'Create account and join' }).click()
    await theirs.waitForURL('**/dashboard')

    await other.reload()
    await other.getByRole('heading', { name: 'This invitation was used' }).waitFor()
    await page.reload()
    await page.getByLabel('Role of Ines Invited').selectOption('member')
    await page.getByRole('button', { name: 'Change role' }).click()
    await page.getByText('The role is changed.').waitFor()
    expect(await page.getByLabel('Role of Ines Invited').inputValue()).toBe('member')
  })

  test('join with the account they have', async () => {
    const invited = await dashboard.signUp('Ida Invited')
    const { body } = await studio.owner.post('/api/auth/organization/invite-member', {
      email: invited.email,
      role: 'viewer',
      organizationId: studio.organizationId,
    })
    const page = await dashboard.open(null)
    await page.goto(dashboard.pageUrl(`/invitations/${body.id}`))
    await page.getByRole('link', { name: 'Sign in to join' }).click()
    // The page before has fields of the same names.
    await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor()
    expect(await page.getByLabel('Email').inputValue()).toBe(invited.email)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('button', { name: 'Join' }).click()
    await page.waitForURL('**/dashboard')
  })

  test.each([
    ['canceled', 'This invitation was withdrawn'],
    ['rejected', 'This invitation was declined'],
    ['unknown', 'We couldn’t find this invitation'],
  ])('an invitation that is %s says so', async (end, title) => {
    const invited = await dashboard.signUp('Ida Invited')
    const { body } = await studio.owner.post('/api/auth/organization/invite-member', {
      email: invited.email,
      role: 'viewer',
      organizationId: studio.organizationId,
    })
    const invitation = { invitationId: body.id }
    if (end === 'canceled') await studio.owner.post('/api/auth/organization/cancel-invitation', invitation)
    if (end === 'rejected') await invited.post('/api/auth/organization/reject-invitation', invitation)
    const page = await dashboard.open(null)
    await page.goto(dashboard.pageUrl(`/invitations/${end === 'unknown' ? 'unknown' : body.id}`))
    await page.getByRole('heading', { name: title }).waitFor()
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
  })
})

describe('service tokens', () => {
  test('are shown once and revoked', async () => {
    const page = await open('/service-tokens')
    await page.getByRole('button', { name: 'Create service token' }).click()
    await page.getByLabel('Name').fill('Renewal job')
    await page.getByRole('button', { name: 'Create token' }).click()
    const token = await page.getByLabel('Your new service token').inputValue()
    expect(token).toMatch(/^vctrlsvc_[0-9A-Za-z]{43}$/)
    await page.getByRole('button', { name: 'Copy service token' }).click()
    await page.getByRole('button', { name: 'Done' }).click()
    expect(await page.content()).not.toContain(token.slice(9, 40))
    await page.getByRole('button', { name: 'Revoke Renewal job' }).click()
    await page.getByRole('button', { name: 'Revoke token' }).click()
    await page.getByRole('row').filter({ hasText: 'Renewal job' }).getByText('Revoked').waitFor()
    await expect(
      dashboard
        .bearer(token)
        .api.call('GET /api/organizations/{org}/projects', { params: { org: studio.organizationId } }),
    ).rejects.toMatchObject({ status: 401 })
  })
})

describe('the audit log', () => {
  test('is locked with an explanation below Business', async () => {
    const person = await dashboard.signUp('Free Rider')
    await dashboard.createOrganization(person, 'free')
    const page = await open('/audit-log', person)
    await page.getByText('The audit log is part of Business and Enterprise').waitFor()
    expect(await page.getByText('Export CSV').count()).toBe(0)
  })

  test('has the labels of its filters in one line', async () => {
    const page = await open('/audit-log')
    const labels = ['Action', 'Person', 'From', 'To'].map((text) =>
      page.locator('label').filter({ hasText: new RegExp(`^${text}$`) }),
    )
    const tops = async () => {
      const boxes = await Promise.all(labels.map((label) => label.boundingBox()))
      return new Set(boxes.map((box) => box?.y)).size
    }
    await expect.poll(tops).toBe(1)
  })

  test('shows who did what', async () => {
    const page = await open('/audit-log')
    await page.getByLabel('Action').selectOption('api_key.revoked')
    const entry = page.getByRole('list', { name: 'Audit log' }).getByRole('listitem').first()
    await entry.getByText('revoked api key').waitFor()
    expect(await entry.innerText()).toContain('Olga Brandt')
  })

  test('names the projects of a scene that was created', async () => {
    const page = await open('/audit-log')
    await page.getByLabel('Action').selectOption('scene.created')
    const log = page.getByRole('list', { name: 'Audit log' })
    const created = log.getByRole('listitem').filter({ hasText: 'created scene' })
    const named = created.filter({ hasText: 'Project: Shop' })
    await expect.poll(() => named.count()).toBeGreaterThan(0)
  })

  test('shows what was done a moment ago', async () => {
    const page = await open('/audit-log')
    const log = page.getByRole('list', { name: 'Audit log' })
    await log.waitFor()
    await page.getByRole('link', { name: 'Projects', exact: true }).click()
    await page.getByRole('button', { name: 'Create project' }).click()
    await page.getByLabel('Name').fill('Made just now')
    await page.getByRole('dialog').getByRole('button', { name: 'Create project' }).click()
    await page.getByRole('heading', { name: 'Made just now' }).waitFor()
    await page.getByRole('link', { name: 'Audit log' }).click()
    const entry = log.getByRole('listitem').filter({ hasText: 'Made just now' })
    await entry.waitFor()
    expect(await entry.innerText()).toContain('created project')
  })
})

describe('a deployment while the dashboard is open', () => {
  const CHUNK = /members-page-[\w-]+\.js$/
  const gone = (page: Page, times: number) => {
    let left = times
    return page.route(CHUNK, (route) => (left-- > 0 ? route.fulfill({ status: 404 }) : route.continue()))
  }
  const loadsOf = (page: Page) => {
    const seen = { count: 0 }
    page.on('load', () => (seen.count += 1))
    return seen
  }

  test('replaces the file of a page: the dashboard loads itself anew and shows it', async () => {
    const page = await open('/')
    await page.getByText('Key health findings').waitFor()
    await gone(page, 1)
    const loads = loadsOf(page)
    await page.getByRole('link', { name: 'Members' }).click()
    await page.getByRole('heading', { name: 'Members', level: 1 }).waitFor()
    expect(loads.count).toBe(1)
  })

  test('that has lost a file for good is an error after one try', async () => {
    const page = await open('/')
    await page.getByText('Key health findings').waitFor()
    await gone(page, Number.POSITIVE_INFINITY)
    const loads = loadsOf(page)
    await page.getByRole('link', { name: 'Members' }).click()
    await page.getByRole('button', { name: 'Try again' }).waitFor()
    expect(loads.count).toBeLessThanOrEqual(2)
  })
})

describe('what a page loads', () => {
  test('is at most 185 KB of script, all of it from this server', async () => {
    for (const [path, ready] of [
      ['/sign-in', 'Email'],
      ['/api-keys', 'Search keys'],
    ] as const) {
      const page = await dashboard.open(path === '/sign-in' ? null : studio.owner)
      const scripts = new Set<string>()
      const foreign: string[] = []
      page.on('request', (request) => {
        const url = new URL(request.url())
        if (request.resourceType() === 'script') scripts.add(url.pathname)
        if (url.origin !== dashboard.url && url.protocol.startsWith('http')) foreign.push(url.href)
      })
      await page.goto(dashboard.pageUrl(path))
      await page.getByLabel(ready).waitFor()
      expect(foreign).toEqual([])
      expect(await gzippedBytes([...scripts])).toBeLessThanOrEqual(185_000)
    }
  })
})

async function gzippedBytes(paths: readonly string[]): Promise<number> {
  const { gzipSync } = await import('node:zlib')
  let total = 0
  for (const path of paths) {
    const file = join(import.meta.dirname, '../dist', path.replace(/^\/dashboard\//, ''))
    total += gzipSync(await readFile(file)).length
  }
  return total
}

describe('a name that turns the direction of writing', () => {
  test('turns nothing but itself', async () => {
    const person = await dashboard.signUp('Rita \u05e9\u05de\u05d0\u05dc')
    const organization = await dashboard.createOrganization(person, 'business')
    await person.post('/api/auth/organization/update', {
      organizationId: organization,
      data: { name: 'Studio \u05e9\u05de\u05d0\u05dc' },
    })
    const id = await createProject(person, organization, { name: 'Site \u202eLeft' })
    const { apiKey } = await createKey(person, organization, [id], {
      name: 'Key \u202eLeft',
      expiresInDays: null,
    })
    await rotateKey(person, organization, apiKey.id)
    const turned: string[] = []
    for (const [path, words] of [
      ['/key-health', ['never expires']],
      ['/audit-log', ['rotated API key', 'created project']],
      ['/plan', ['is on the Business']],
      ['/service-tokens', ['belongs in a web page']],
      ['/setup', ['localhost only']],
    ] as const) {
      const page = await open(path, person)
      for (const word of words) {
        await page.getByRole('main').getByText(new RegExp(word)).first().waitFor()
        if (!(await readsLeftToRight(page, word))) turned.push(`${path}: ${word}`)
      }
    }
    expect(turned).toEqual([])
  })
})

/** Whether every place where the page shows `word` has its last letter right of its first, or on a later line. */
function readsLeftToRight(page: Page, word: string): Promise<boolean> {
  return page.evaluate((word) => {
    const texts = document.createTreeWalker(document.querySelector('main') as Node, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const at = (node.nodeValue ?? '').indexOf(word)
      if (at === -1) continue
      const letter = (offset: number) => {
        const range = document.createRange()
        range.setStart(node, offset)
        range.setEnd(node, offset + 1)
        return range.getBoundingClientRect()
      }
      const first = letter(at)
      const second = letter(at + 1)
      if (second.left < first.left && second.top <= first.top) return false
    }
    return true
  }, word)
}
