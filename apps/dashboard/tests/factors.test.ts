/** Second factor and passkeys as people meet them: a real code, and Chromium's own authenticator. */
import '@vectreal/test-kit/vitest-postgres'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { totpCode } from '../../../packages/scene-api/tests/support/totp.js'
import { axeFindings } from './support/axe.js'
import { PASSWORD, type Person, startDashboard, type TestDashboard } from './support/dashboard.js'

let dashboard: TestDashboard
beforeAll(async () => {
  dashboard = await startDashboard()
})
afterAll(() => dashboard.close())

/** Passkeys belong to host names: the same server, under its name. */
const address = (path: string) => dashboard.pageUrl(path).replace('127.0.0.1', 'localhost')

async function signIn(page: Page, person: Person, path = '/account'): Promise<void> {
  await page.goto(address(`/sign-in?next=${encodeURIComponent(path)}`))
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name })

async function newPerson(): Promise<{ page: Page; person: Person }> {
  const person = await dashboard.signUp()
  await dashboard.createOrganization(person, 'business')
  const page = await dashboard.open(null, { reducedMotion: 'reduce' })
  return { page, person }
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

test('an authenticator app: set up, its recovery codes guarded, asked for at the next sign-in', async () => {
  const { page, person } = await newPerson()
  await signIn(page, person)
  await page.getByRole('button', { name: 'Set up an app' }).click()
  await page.getByLabel('Your password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Continue' }).click()
  const scan = dialog(page, 'Scan this code with the app')
  await scan.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  const secret = (await scan.locator('code').innerText()).replaceAll(/\s/g, '')
  await scan.getByLabel('The six digits').fill('000000')
  await scan.getByRole('button', { name: 'Turn on' }).click()
  await scan.getByRole('alert').waitFor()
  await scan.getByLabel('The six digits').fill(totpCode(secret))
  await scan.getByRole('button', { name: 'Turn on' }).click()

  const codes = dialog(page, 'Save your recovery codes')
  const list = (await codes.getByLabel('Your new recovery codes').inputValue()).split('\n')
  expect(list).toHaveLength(10)
  expect(await axeFindings(page)).toEqual([])
  await codes.getByRole('button', { name: 'Done' }).click()
  await codes.getByRole('button', { name: 'Close without copying' }).click()
  await page.getByText('10 recovery codes are left.').waitFor()
  await signOut(page)

  await signIn(page, person)
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByLabel('Code').fill('000 000')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByLabel('Code').fill(totpCode(secret, 1))
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Account', exact: true }).waitFor()
  await signOut(page)

  await signIn(page, person)
  await page.getByLabel('Code').fill(list[0] as string)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('9 recovery codes are left.').waitFor()

  await page.getByRole('button', { name: 'Turn off' }).click()
  await dialog(page, 'Turn two-factor sign-in off?').getByLabel('Your password').fill(PASSWORD)
  await dialog(page, 'Turn two-factor sign-in off?').getByRole('button', { name: 'Turn off' }).click()
  await page.getByRole('button', { name: 'Set up an app' }).waitFor()
})

/** The browser's own authenticator; `isUserVerified`: whether its holder shows a finger. */
async function addAuthenticator(
  page: Page,
  isUserVerified = true,
): Promise<(verified: boolean) => Promise<void>> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified,
      automaticPresenceSimulation: true,
    },
  })
  return async (verified) => {
    await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: verified })
  }
}

async function ageSessions(): Promise<void> {
  const client = new pg.Client({ connectionString: dashboard.databaseUrl })
  await client.connect()
  await client.query("update sessions set created_at = created_at - interval '1 hour'")
  await client.end()
}

test('a passkey: added, signs in alone, confirms that it is you, removed', async () => {
  const { page, person } = await newPerson()
  const setVerified = await addAuthenticator(page)
  await signIn(page, person)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByLabel('Name', { exact: true }).last().fill('Laptop')
  await page.getByRole('button', { name: 'Add passkey' }).click()
  await page.getByRole('button', { name: 'Remove Laptop' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await signOut(page)

  await setVerified(false)
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByRole('alert').waitFor()
  await setVerified(true)
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByText('Recent activity and anything').waitFor()

  await ageSessions()
  await page.goto(address('/service-tokens'))
  await page.getByRole('button', { name: 'Create service token' }).first().click()
  await page.getByLabel('Name').fill('Job')
  await page.getByRole('button', { name: 'Create token' }).click()
  await dialog(page, 'Confirm it’s you').getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByLabel('Your new service token').waitFor()

  await page.goto(address('/account'))
  await page.getByRole('button', { name: 'Remove Laptop' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove passkey' }).click()
  await page.getByText('You have no passkey yet.').waitFor()
})
