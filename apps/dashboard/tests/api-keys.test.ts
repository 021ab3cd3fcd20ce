import '@vectreal/test-kit/vitest-postgres'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createKey,
  createProject,
  readKey,
  revokeKey,
} from '../../../packages/scene-api/tests/support/organization.js'
import { PASSWORD, type Person, startDashboard, type TestDashboard, watchPage } from './support/dashboard.js'

const TOKEN = /vctrl_[0-9A-Za-z]{43}/
const HOSTILE = '<img src=x onerror=alert(1)> \u202eevil 😀'

let dashboard: TestDashboard
let owner: Person
let organizationId: string
const projects: Record<string, string> = {}

const makeKey = async (name: string) =>
  (await createKey(owner, organizationId, [projects['Showroom'] ?? ''], { name })).apiKey
const listKeys = () =>
  owner.api.listAll('GET /api/organizations/{org}/api-keys', { params: { org: organizationId } })

beforeAll(async () => {
  dashboard = await startDashboard()
  owner = await dashboard.signUp('Olga Owner')
  organizationId = await dashboard.createOrganization(owner, 'business')
  for (const name of ['Showroom', 'Campaign', 'Archive']) {
    projects[name] = await createProject(owner, organizationId, { name })
  }
})
afterAll(() => dashboard.close())

async function openKeys(person: Person | null = owner, search = ''): Promise<Page> {
  const page = await dashboard.open(person)
  await page.goto(`/dashboard/api-keys${search}`)
  return page
}

async function fillNewKey(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Create API key' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByRole('group', { name: 'Projects' }).getByLabel('Showroom').check()
}

describe('signed out', () => {
  test('a page leads to sign-in and back to itself', async () => {
    const page = await dashboard.open(null)
    const complaints = watchPage(page)
    await page.goto('/dashboard/api-keys?create=1')
    await page.waitForURL('**/dashboard/sign-in?next=*')
    await page.getByLabel('Email').fill(owner.email)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL('**/dashboard/api-keys?create=1')
    await page.getByRole('dialog', { name: 'Create API key' }).waitFor()
    expect(complaints).toEqual([])
  })

  test('next never leads off the dashboard', async () => {
    const page = await dashboard.open(owner)
    await page.goto('/dashboard/sign-in?next=//evil.example/x')
    await page.getByLabel('Email').fill(owner.email)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${dashboard.url}/dashboard`)
    expect(new URL(page.url()).pathname).toBe('/dashboard')
  })

  test('a wrong password says so and keeps what was typed', async () => {
    const page = await dashboard.open(null)
    await page.goto('/dashboard/sign-in')
    await page.getByLabel('Email').fill(owner.email)
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    expect(await page.getByRole('alert').innerText()).toMatch(/invalid email or password/i)
    expect(await page.getByLabel('Email').inputValue()).toBe(owner.email)
  })
})

describe('creating a key', () => {
  test('works with the keyboard alone; the focus goes in and comes back', async () => {
    const page = await openKeys()
    const create = page.getByRole('button', { name: 'Create API key' })
    await create.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Create API key' }).waitFor()
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('name'))
    await expect.poll(focused).toBe('name')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => create.evaluate((button) => button === document.activeElement)).toBe(true)

    await page.keyboard.press('Enter')
    await expect.poll(focused).toBe('name')
    await page.keyboard.type('Typed by hand')
    await page.getByRole('group', { name: 'Projects' }).getByRole('checkbox').first().waitFor()
    for (const stop of ['description', 'organizationId', 'projectIds']) {
      await page.keyboard.press('Tab')
      expect(await focused()).toBe(stop)
    }
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await page.getByLabel('Your new key').waitFor()
    expect(await page.getByLabel('Your new key').inputValue()).toMatch(TOKEN)
  })

  test('opens with 90 days and no project chosen', async () => {
    const page = await openKeys()
    await page.getByRole('button', { name: 'Create API key' }).click()
    expect(await page.getByLabel('Expires').inputValue()).toBe('90')
    expect(await page.getByRole('dialog').getByRole('checkbox', { checked: true }).count()).toBe(0)
  })

  test('refuses an empty form beside its fields and asks the server nothing', async () => {
    const page = await openKeys()
    await page.getByRole('button', { name: 'Create API key' }).click()
    await page.getByRole('group', { name: 'Projects' }).getByLabel('Showroom').waitFor()
    const posts: string[] = []
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()))
    await page.getByRole('button', { name: 'Create key' }).click()
    const projectsError = page.getByText('Must name at least one project.')
    await projectsError.waitFor()
    const name = page.getByLabel('Name')
    expect(await name.getAttribute('aria-invalid')).toBe('true')
    await expect.poll(() => name.evaluate((input) => input === document.activeElement)).toBe(true)
    expect(posts).toEqual([])
  })

  test('warns at never before saving', async () => {
    const page = await openKeys()
    await page.getByRole('button', { name: 'Create API key' }).click()
    const warning = page.getByText('A key in a web page can be read by every visitor')
    expect(await warning.count()).toBe(0)
    await page.getByLabel('Expires').selectOption('never')
    await warning.waitFor()
    expect(await page.getByRole('dialog').isVisible()).toBe(true)
  })

  test('counts a description in code points, as the API does', async () => {
    const page = await openKeys()
    await fillNewKey(page, 'Emoji')
    await page.getByLabel('Description').fill('😀'.repeat(501))
    await page.getByText('501 of 500 characters').waitFor()
    await page.getByRole('button', { name: 'Create key' }).click()
    await page.getByText('Must have at most 500 characters.').waitFor()
    await page.getByLabel('Description').fill('😀'.repeat(500))
    await page.getByRole('button', { name: 'Create key' }).click()
    expect(await page.getByLabel('Your new key').inputValue()).toMatch(TOKEN)
  })

  test('puts exactly the chosen projects on the key', async () => {
    const page = await openKeys()
    await fillNewKey(page, 'Two of three')
    await page.getByRole('group', { name: 'Projects' }).getByLabel('Archive').check()
    await page.getByRole('button', { name: 'Create key' }).click()
    await page.getByLabel('Your new key').waitFor()
    const items = await listKeys()
    const made = items.find(({ name }) => name === 'Two of three')
    expect(made?.projects.map(({ name }) => name).toSorted()).toEqual(['Archive', 'Showroom'])
  })

  test('offers the organizations where one is owner or admin, and their projects only', async () => {
    const person = await dashboard.signUp('Two Hats')
    const own = await dashboard.createOrganization(person, 'pro')
    await createProject(person, own, { name: 'Own project' })
    const invitation = await owner.post('/api/auth/organization/invite-member', {
      email: person.email,
      role: 'member',
      organizationId,
    })
    await person.post('/api/auth/organization/accept-invitation', { invitationId: invitation.body.id })
    const page = await dashboard.open(person)
    await page.goto('/dashboard/api-keys')
    await page.getByRole('combobox', { name: 'Organization' }).selectOption({ value: own })
    await page.getByRole('button', { name: 'Create API key' }).click()
    const select = page.getByRole('dialog').getByLabel('Organization')
    await select.waitFor()
    expect(
      await select.locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value)),
    ).toEqual([own])
    await page.getByRole('group', { name: 'Projects' }).getByLabel('Own project').waitFor()
    expect(await page.getByRole('group', { name: 'Projects' }).getByRole('checkbox').count()).toBe(1)
  })

  test('sends once, however fast the button is pressed', async () => {
    const page = await openKeys()
    await fillNewKey(page, 'Pressed twice')
    const posts: string[] = []
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()))
    await page.getByRole('button', { name: 'Create key' }).evaluate((button: HTMLElement) => {
      button.click()
      button.click()
    })
    await page.getByLabel('Your new key').waitFor()
    expect(posts).toHaveLength(1)
  })

  test('for another organization leads to the list it is on', async () => {
    const person = await dashboard.signUp('Two Studios')
    for (const name of ['North', 'South']) {
      const organization = await dashboard.createOrganization(person, 'pro')
      await person.post('/api/auth/organization/update', { organizationId: organization, data: { name } })
      for (const project of ['one', 'two']) {
        await createProject(person, organization, { name: `${name} ${project}` })
      }
    }
    const page = await openKeys(person)
    await page.getByLabel('Organization').selectOption({ label: 'North' })
    await page.getByRole('button', { name: 'Create API key' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('For the south')
    await dialog.getByLabel('North one').check()
    await dialog.getByLabel('Organization').selectOption({ label: 'South' })
    await dialog.getByLabel('South two').check()
    await page.getByRole('button', { name: 'Create key' }).click()
    await page.getByRole('button', { name: 'Copy key' }).click()
    await page.getByRole('button', { name: 'Done' }).click()
    const row = page.getByRole('row').filter({ hasText: 'For the south' })
    await row.waitFor()
    expect(await row.innerText()).toContain('South two')
    expect(await row.innerText()).not.toContain('North')
    expect(await page.getByLabel('Organization').locator('option:checked').innerText()).toBe('South')
  })
})

describe('the new token', () => {
  test('is shown once and is nowhere after closing: not in the page, its history, its storage or a later response', async () => {
    const page = await openKeys()
    await fillNewKey(page, 'Secret keeper')
    await page.getByRole('button', { name: 'Create key' }).click()
    const field = page.getByLabel('Your new key')
    await field.waitFor()
    const token = await field.inputValue()
    expect(token).toMatch(TOKEN)
    const secret = token.slice(6, 40)

    const responses: Promise<string>[] = []
    page.on('response', (response) => responses.push(response.text().catch(() => '')))
    await page.keyboard.press('Escape')
    await page.getByText('You haven’t copied the key').waitFor()
    await page.getByRole('button', { name: 'Close without copying' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await page.content()).not.toContain(secret)

    await page.getByRole('link', { name: 'Key health' }).click()
    await page.waitForURL('**/key-health')
    await page.goBack()
    await page.getByRole('button', { name: 'Create API key' }).waitFor()
    await page.reload()
    await page
      .getByText(`…${token.slice(-4)}`)
      .first()
      .waitFor()
    const left = await page.evaluate(async () =>
      JSON.stringify([
        document.documentElement.outerHTML,
        [...document.querySelectorAll('input')].map(({ value }) => value),
        { ...localStorage },
        { ...sessionStorage },
        history.state,
        location.href,
        await caches.keys(),
        (await indexedDB.databases()).length,
      ]),
    )
    expect(left).not.toContain(secret)
    expect((await Promise.all(responses)).join('\n')).not.toContain(secret)
  })

  test('is gone when the page comes back from the back/forward cache', async () => {
    const page = await openKeys()
    await fillNewKey(page, 'Went away')
    await page.getByRole('button', { name: 'Create key' }).click()
    const token = await page.getByLabel('Your new key').inputValue()
    await page.getByRole('button', { name: 'Copy key' }).click()
    await page.goto('about:blank')
    await page.goBack()
    await page.getByRole('button', { name: 'Create API key' }).waitFor()
    expect(await page.content()).not.toContain(token.slice(6, 40))
    expect(await page.getByLabel('Your new key').count()).toBe(0)
  })

  test('closes at once after copying, and the focus is back on the page', async () => {
    const page = await openKeys()
    await fillNewKey(page, 'Copied')
    await page.getByRole('button', { name: 'Create key' }).click()
    await page.getByLabel('Your new key').waitFor()
    await page.getByRole('button', { name: 'Copy key' }).click()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    await expect.poll(focused).toContain('Create API key')
  })
})

describe('the list', () => {
  test('names the creator, shows dates and the last four, and hostile text as text', async () => {
    const key = await makeKey(HOSTILE)
    const page = await openKeys()
    const complaints = watchPage(page)
    await page.getByRole('searchbox').fill('onerror')
    const row = page.getByRole('row').filter({ hasText: 'onerror' })
    await row.waitFor()
    const text = await row.innerText()
    expect(text).toContain(HOSTILE)
    expect(text).toContain(`…${key.preview}`)
    expect(text).toContain('by Olga Owner')
    expect(text).toContain('Never used')
    expect(await row.locator('img').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('sorts, filters and survives a narrow screen', async () => {
    const page = await dashboard.open(owner, { viewport: { width: 360, height: 700 } })
    await page.goto('/dashboard/api-keys')
    await page.getByRole('list', { name: 'API keys' }).waitFor()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })

  test('stays on its page when a key of it changes', async () => {
    const person = await dashboard.signUp('Many Keys')
    const organization = await dashboard.createOrganization(person, 'business')
    const id = await createProject(person, organization, { name: 'Only' })
    for (let number = 10; number < 40; number += 1) {
      await createKey(person, organization, [id], { name: `Key ${number}` })
    }
    const page = await openKeys(person)
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'Revoke Key 12' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke key' }).click()
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    await page.getByRole('row').filter({ hasText: 'Key 12' }).getByText('Revoked').waitFor()
    await page.getByText('Page 2 of 2').waitFor()
    await page.getByRole('searchbox').fill('Key 3')
    await page.getByRole('row').filter({ hasText: 'Key 39' }).waitFor()
    await page.getByRole('searchbox').fill('')
    await page.getByText('Page 1 of 2').waitFor()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('Page 2 of 2').waitFor()
    await page.getByLabel('Show').selectOption('live')
    await page.getByText('Page 1 of 2').waitFor()
    await expect.poll(() => page.getByRole('button', { name: 'Previous' }).isDisabled()).toBe(true)
  })

  test('follows what happens in another tab', async () => {
    await makeKey('Seen in both')
    const page = await openKeys()
    await page.getByRole('button', { name: 'Revoke Seen in both' }).waitFor()
    const other = await page.context().newPage()
    await other.goto('/dashboard/api-keys')
    await other.getByRole('button', { name: 'Revoke Seen in both' }).click()
    await other.getByRole('button', { name: 'Revoke key' }).click()
    const row = page.getByRole('row').filter({ hasText: 'Seen in both' })
    await row.getByText('Revoked').waitFor()
    expect(await row.getByRole('button', { name: /^R/ }).count()).toBe(0)
  })

  test('a link to a key that is not there says so, with the way back', async () => {
    const page = await dashboard.open(owner)
    await page.goto('/dashboard/api-keys/nowhere')
    await page.getByText('The organization has no such API key.').waitFor()
    await page.getByRole('heading', { level: 1, name: 'API key' }).waitFor()
    await page.getByRole('main').getByRole('link', { name: 'API keys' }).click()
    await page.getByRole('button', { name: 'Create API key' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/dashboard/api-keys')
  })
})

describe('revoking', () => {
  test('names the key and its last four, says what stops, and marks it at once', async () => {
    const key = await makeKey('Ends today')
    const page = await openKeys()
    await page.getByRole('searchbox').fill('Ends today')
    await page.getByRole('button', { name: 'Revoke Ends today' }).click()
    const dialog = page.getByRole('alertdialog')
    await dialog.waitFor()
    expect(await dialog.innerText()).toContain('Ends today')
    expect(await dialog.innerText()).toContain(`…${key.preview}`)
    expect(await dialog.innerText()).toContain('cannot be undone')
    await dialog.getByRole('button', { name: 'Revoke key' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('row').filter({ hasText: 'Ends today' }).getByText('Revoked').waitFor()
    expect(await page.getByRole('button', { name: 'Revoke Ends today' }).count()).toBe(0)
    expect(await readKey(owner, organizationId, key.id)).toMatchObject({ status: 'revoked' })
  })

  test('does nothing when one thinks better of it', async () => {
    const key = await makeKey('Stays')
    const page = await openKeys()
    await page.getByRole('searchbox').fill('Stays')
    await page.getByRole('button', { name: 'Revoke Stays' }).click()
    await page.getByRole('alertdialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    expect(await readKey(owner, organizationId, key.id)).toMatchObject({ status: 'active' })
  })
})

describe('rotating', () => {
  test('gives a new token and shows both keys until the overlap ends', async () => {
    const key = await makeKey('Turns over')
    const page = await openKeys()
    await page.getByRole('searchbox').fill('Turns over')
    await page.getByRole('button', { name: 'Rotate Turns over' }).click()
    await page.getByRole('button', { name: 'Rotate key' }).click()
    await page.getByLabel('Your new key').waitFor()
    await page.getByRole('button', { name: 'Copy key' }).click()
    await page.getByRole('button', { name: 'Done' }).click()
    await page
      .getByRole('row')
      .filter({ hasText: `…${key.preview}` })
      .getByText('Rotating')
      .waitFor()

    await page.goto(`/dashboard/api-keys/${key.id}`)
    await page.getByRole('heading', { name: 'Rotation in progress' }).waitFor()
    const { revokesAt: before } = await readKey(owner, organizationId, key.id)
    await page.getByRole('button', { name: 'One more day' }).click()
    await page.getByText('The end of the overlap has changed.').waitFor()
    const { revokesAt: after } = await readKey(owner, organizationId, key.id)
    expect(Date.parse(after ?? '') - Date.parse(before ?? '')).toBe(86_400_000)

    await page.getByRole('button', { name: 'Finish now' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Finish now' }).click()
    await page.getByText('This key is revoked').waitFor()
    expect(await readKey(owner, organizationId, key.id)).toMatchObject({ status: 'revoked' })
  })

  test('a key that was revoked meanwhile is refused, and then shown as it is', async () => {
    const key = await makeKey('Ended elsewhere')
    const page = await openKeys()
    await page.getByRole('button', { name: 'Rotate Ended elsewhere' }).waitFor()
    await revokeKey(owner, organizationId, key.id)
    await page.getByRole('button', { name: 'Rotate Ended elsewhere' }).click()
    await page.getByRole('button', { name: 'Rotate key' }).click()
    await page.getByText('The API key is not active').waitFor()
    await page.keyboard.press('Escape')
    const row = page.getByRole('row').filter({ hasText: 'Ended elsewhere' })
    await row.getByText('Revoked').waitFor()
    expect(await row.getByRole('button', { name: /^R/ }).count()).toBe(0)
  })
})

describe('who may', () => {
  test.each(['member', 'viewer'])('a %s sees an explanation and no control', async (role) => {
    const person = await dashboard.addMember(owner, organizationId, role)
    const page = await openKeys(person, '?create=1')
    await page.getByRole('heading', { name: 'API keys' }).waitFor()
    await page.getByText('Owners and admins manage this').waitFor()
    expect(await page.getByRole('button', { name: /create api key|revoke|rotate/i }).count()).toBe(0)
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  test('someone without an organization is led to the setup', async () => {
    const page = await openKeys(await dashboard.signUp('Nora Newcomer'))
    await page.getByText('you are not in one yet').waitFor()
    await page.getByRole('link', { name: 'Start the setup' }).click()
    await page.waitForURL('**/dashboard/setup')
    expect(await page.getByLabel('Name').inputValue()).toBe('')
  })

  test('somebody who is admin no more is told, and sees so on the next page', async () => {
    const person = await dashboard.addMember(owner, organizationId, 'admin')
    const page = await openKeys(person)
    await fillNewKey(page, 'Too late')
    const { members } = (
      await owner.get(`/api/auth/organization/list-members?organizationId=${organizationId}&limit=500`)
    ).body
    const { id: memberId } = members.find(({ userId }: { userId: string }) => userId === person.userId)
    await owner.post('/api/auth/organization/update-member-role', {
      organizationId,
      memberId,
      role: 'viewer',
    })
    await page.getByRole('button', { name: 'Create key' }).click()
    await page.getByText('Your role does not allow this').waitFor()
    expect(await page.getByLabel('Name').inputValue()).toBe('Too late')
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Projects', exact: true }).click()
    await page.getByRole('heading', { name: 'Projects' }).waitFor()
    await page.goto(dashboard.pageUrl('/api-keys'))
    await page.getByText('Owners and admins manage this').waitFor()
  })
})

describe('at the limit of the plan', () => {
  test('the page names plan, limit and the next plan, and nothing existing stops', async () => {
    const person = await dashboard.signUp('Free Rider')
    const free = await dashboard.createOrganization(person, 'free')
    const id = await createProject(person, free, { name: 'Only' })
    for (const name of ['One', 'Two']) {
      await createKey(person, free, [id], { name })
    }
    const page = await openKeys(person)
    await page.getByText(/The Free plan of .* includes 2 live API keys, and 2 are in use/).waitFor()
    await page.getByText(/move to Pro for 10 live API keys/).waitFor()
    await fillNewKeyFor(page, 'Three', 'Only')
    await page.getByRole('button', { name: 'Create key' }).click()
    await page
      .getByRole('dialog')
      .getByText(/The Free plan of/)
      .nth(1)
      .waitFor()
    const { items } = await person.api.call('GET /api/organizations/{org}/api-keys', {
      params: { org: free },
    })
    expect(items.map(({ status }) => status)).toEqual(['active', 'active'])
  })

  test('a refusal speaks of the keys that there are, not of those on the page', async () => {
    const person = await dashboard.signUp('Outrun')
    const free = await dashboard.createOrganization(person, 'free')
    const id = await createProject(person, free, { name: 'Only' })
    const page = await openKeys(person)
    await fillNewKeyFor(page, 'Late', 'Only')
    for (const name of ['One', 'Two']) {
      await createKey(person, free, [id], { name })
    }
    await page.getByRole('button', { name: 'Create key' }).click()
    const note = page.getByRole('dialog').getByText(/The Free plan of/)
    const refusal = page.getByRole('dialog').getByRole('alert')
    await refusal.getByText(/The Free plan of/).waitFor()
    const [dialog, box] = [await page.getByRole('dialog').boundingBox(), await refusal.boundingBox()]
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((dialog?.y ?? 0) + (dialog?.height ?? 0))
    for (const text of await note.allInnerTexts()) expect(text).toContain('and 2 are in use')
  })
})

async function fillNewKeyFor(page: Page, name: string, project: string): Promise<void> {
  await page.getByRole('button', { name: 'Create API key' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByRole('group', { name: 'Projects' }).getByLabel(project).check()
}

describe('a session that ends while a form is open', () => {
  test('asks for the password over the page and keeps what was typed', async () => {
    const person = await dashboard.signUp('Slow Typist')
    const organization = await dashboard.createOrganization(person, 'pro')
    await createProject(person, organization, { name: 'Only' })
    const page = await openKeys(person)
    await fillNewKeyFor(page, 'Still here', 'Only')
    await page.context().clearCookies()
    await page.getByRole('button', { name: 'Create key' }).click()
    const again = page.getByRole('dialog', { name: 'Your session has ended' })
    await again.getByLabel('Password').fill(PASSWORD)
    await again.getByRole('button', { name: 'Sign in' }).click()
    await again.waitFor({ state: 'detached' })
    expect(await page.getByLabel('Name').inputValue()).toBe('Still here')
    await page.getByRole('button', { name: 'Create key' }).click()
    await page.getByLabel('Your new key').waitFor()
  })

  test('names who was signed in, though nobody is by now; leaving leads to sign-in and back', async () => {
    const page = await dashboard.open(owner)
    await page.clock.install()
    await page.goto('/dashboard/api-keys')
    await page.getByRole('searchbox').fill('typed')
    await page.context().clearCookies()
    await page.clock.fastForward('01:00')
    // The page is looked at again, and asks who is signed in.
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
    await page.clock.resume()
    const again = page.getByRole('dialog', { name: 'Your session has ended' })
    await again.getByText(owner.email).waitFor()
    await page.keyboard.press('Escape')
    await page.waitForURL('**/dashboard/sign-in?next=*')
    await page.getByLabel('Email').fill(owner.email)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: 'API keys' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/dashboard/api-keys')
  })
})

describe('a network that fails', () => {
  test('says so, keeps the form, and a second press makes one key', async () => {
    const page = await openKeys()
    await fillNewKey(page, 'Once only')
    let failed = false
    await page.route('**/api-keys', async (route) => {
      if (route.request().method() !== 'POST' || failed) return route.continue()
      failed = true
      // The server does its work; only the response is lost.
      await route.fetch()
      return route.abort('connectionreset')
    })
    await page.getByRole('button', { name: 'Create key' }).click()
    await page.getByText('Can’t reach the server').waitFor()
    await page.getByRole('button', { name: 'Create key' }).click()
    await page.getByLabel('Your new key').waitFor()
    const items = await listKeys()
    expect(items.filter(({ name }) => name === 'Once only')).toHaveLength(1)
  })

  test('shows an error with a way to try again where a list cannot be read', async () => {
    const page = await dashboard.open(owner)
    await page.route('**/api-keys?*', (route) => route.abort('connectionreset'))
    await page.goto('/dashboard/api-keys')
    await page.getByRole('button', { name: 'Try again' }).waitFor()
    await page.unroute('**/api-keys?*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('table', { name: 'API keys' }).waitFor()
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
  })

  test('a server that fails is no refusal, and the form stays as it was', async () => {
    const page = await openKeys()
    await fillNewKey(page, 'Behind a proxy')
    await page.route('**/api-keys', (route) =>
      route.fulfill({ status: 502, contentType: 'text/html', body: '<html>Bad gateway</html>' }),
    )
    await page.getByRole('button', { name: 'Create key' }).click()
    const alert = page.getByRole('dialog').getByRole('alert')
    await alert.waitFor()
    expect(await alert.innerText()).toMatch(/The server failed[^]*502/)
    expect(await page.getByLabel('Name').inputValue()).toBe('Behind a proxy')
    await page.unroute('**/api-keys')
    await page.getByRole('button', { name: 'Create key' }).click()
    expect(await page.getByLabel('Your new key').inputValue()).toMatch(TOKEN)
  })

  test('says that one is still signed in', async () => {
    const page = await openKeys()
    await page.getByRole('searchbox').waitFor()
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You’re still signed in').waitFor()
    expect(new URL(page.url()).pathname).toBe('/dashboard/api-keys')
  })
})
