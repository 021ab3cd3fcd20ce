/** Every page and dialog, wide and narrow, light and dark, into docs/screenshots. */
/* oxlint-disable vitest/expect-expect -- pictures are looked at */
import '@vectreal/test-kit/vitest-postgres'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, test } from 'vitest'
import { createSigningKey } from '../../../packages/scene-api/tests/support/organization.js'
import { OPERATOR_TOKEN } from '../../../packages/scene-api/tests/support/platform.js'
import { startDashboard, type TestDashboard } from './support/dashboard.js'
import { PASSWORD } from './support/dashboard.js'
import { type Company, makeCompany } from './support/company.js'
import { makeStrict, type Strict } from './support/strict.js'
import { makeStudio, type Studio } from './support/studio.js'

const FOLDER = process.env['SCREENSHOTS_DIR'] ?? join(import.meta.dirname, '../../../docs/screenshots')
const ONLY = process.env['SCREENSHOTS_ONLY']?.split(',')
const ONLY_VIEW = process.env['SCREENSHOTS_VIEW']
const VIEWS = [
  { name: 'wide-light', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { name: 'wide-dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  { name: 'narrow-light', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'narrow-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const

let dashboard: TestDashboard
let studio: Studio
let strict: Strict
let company: Company
/** Ids of what the pages of one thing show. */
let webhook: string
let signingKey: string
/** What name servers say. */
const txt = new Map<string, string>()

beforeAll(async () => {
  dashboard = await startDashboard({ resolveTxt: async (name) => [[txt.get(name) ?? '']] })
  studio = await makeStudio(dashboard)
  strict = await makeStrict(dashboard)
  company = await makeCompany(dashboard, txt)
  const { owner, organizationId, projects } = studio
  const params = { org: organizationId }
  const hook = await owner.api.call('POST /api/organizations/{org}/webhooks', {
    params,
    body: {
      url: 'https://hooks.example.com/vectreal',
      types: ['api_key.expiring', 'origin.refused_first', 'scene.published'],
    },
  })
  webhook = hook.id
  await owner.api.call('POST /api/organizations/{org}/webhooks/{webhook}/test', {
    params: { ...params, webhook },
  })
  const { id } = await createSigningKey(owner, organizationId, [projects.shop], { name: 'Customer portal' })
  signingKey = id
  if (!ONLY) await rm(FOLDER, { recursive: true, force: true })
  await mkdir(FOLDER, { recursive: true })
})
afterAll(async () => {
  await dashboard.close()
  await company.stop()
})

interface Shot {
  readonly name: string
  readonly as?:
    | 'owner'
    | 'member'
    | 'nobody'
    | 'newcomer'
    | 'careful'
    | 'plain'
    | 'requiring'
    | 'leaving'
    | 'returning'
    | 'company-owner'
    | 'company-member'
    | 'colleague'
  readonly path: () => string
  readonly after?: (page: Page) => Promise<unknown>
  /** Something behind the dialog waits for it, and turns its wheel meanwhile. */
  readonly isWaiting?: true
}

/** Dialogs come when they are asked for, some of them with code of their own. */
async function open(page: Page, name: string | RegExp): Promise<void> {
  await button(page, name).click()
  await page.locator('dialog[open]').waitFor()
}

async function signInAsOperator(page: Page): Promise<void> {
  const token = page.getByLabel('Operator token')
  // The tab may have it already.
  if (await token.isVisible()) {
    await token.fill(OPERATOR_TOKEN)
    await button(page, 'Sign in').click()
  }
  await page.getByRole('list', { name: 'Organizations' }).waitFor()
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first()

const SHOTS: readonly Shot[] = [
  { name: 'sign-in', as: 'nobody', path: () => '/sign-in' },
  { name: 'sign-up', as: 'nobody', path: () => '/sign-up' },
  { name: 'forgot-password', as: 'nobody', path: () => '/forgot-password' },
  { name: 'operator-sign-in', as: 'nobody', path: () => '/operator' },
  { name: 'operator', as: 'nobody', path: () => '/operator', after: signInAsOperator },
  {
    name: 'operator-suspend',
    as: 'nobody',
    path: () => '/operator',
    after: async (page) => {
      await signInAsOperator(page)
      await open(page, 'Suspend Demo Studio')
    },
  },
  {
    name: 'operator-sign-out',
    as: 'nobody',
    path: () => '/operator',
    after: async (page) => {
      await signInAsOperator(page)
      await open(page, 'Sign a person out')
    },
  },
  { name: 'no-organization', as: 'newcomer', path: () => '/api-keys' },
  { name: 'overview', path: () => '/' },
  { name: 'api-keys', path: () => '/api-keys' },
  { name: 'api-keys-member', as: 'member', path: () => '/api-keys' },
  { name: 'create-key', path: () => '/api-keys?create=1' },
  {
    name: 'create-key-never',
    path: () => '/api-keys?create=1',
    after: async (page) => {
      await page.getByLabel('Expires').selectOption('never')
      await button(page, 'Create key').click()
    },
  },
  {
    name: 'reveal-key',
    path: () => '/api-keys?create=1',
    after: async (page) => {
      await page.getByLabel('Name').fill('Landing page')
      await page.getByRole('checkbox', { name: 'Shop' }).check()
      await button(page, 'Create key').click()
      await page.getByLabel('Your new key').waitFor()
    },
  },
  {
    name: 'revoke-key',
    path: () => '/api-keys',
    after: (page) => open(page, 'Revoke Everything key'),
  },
  {
    name: 'rotate-key',
    path: () => `/api-keys/${studio.keys.campaign}`,
    after: (page) => open(page, 'Rotate'),
  },
  { name: 'api-key', path: () => `/api-keys/${studio.keys.campaign}` },
  { name: 'api-key-rotating', path: () => `/api-keys/${studio.keys.rotating}` },
  {
    name: 'edit-key',
    path: () => `/api-keys/${studio.keys.campaign}`,
    after: (page) => open(page, 'Edit'),
  },
  { name: 'projects', path: () => '/projects' },
  {
    name: 'create-project',
    path: () => '/projects',
    after: (page) => open(page, 'Create project'),
  },
  { name: 'project', path: () => `/projects/${studio.projects.shop}` },
  {
    name: 'project-editing',
    path: () => `/projects/${studio.projects.shop}`,
    after: async (page) => {
      await button(page, 'Remove www.shop.example.com').click()
      await page.getByLabel('Add a domain').fill('https://Preview.Shop.example.com/products?id=1')
      await page.getByLabel('Test an address').fill('https://shop.example.com.evil.example')
    },
  },
  { name: 'scenes', path: () => '/scenes' },
  {
    name: 'create-scene',
    path: () => '/scenes',
    after: (page) => open(page, 'Add a scene'),
  },
  {
    name: 'scene',
    path: () => `/scenes/${studio.sceneId}`,
    after: (page) => page.locator('[data-vectreal-state=ready]').waitFor(),
  },
  {
    name: 'blocked-embeds',
    path: () => '/blocked-embeds',
    after: (page) => page.getByRole('button', { name: /^Allow this origin: preview/ }).waitFor(),
  },
  {
    name: 'allow-origin',
    path: () => '/blocked-embeds',
    after: (page) => open(page, /^Allow this origin: preview/),
  },
  { name: 'key-health', path: () => '/key-health' },
  {
    name: 'reminder-webhook',
    path: () => '/key-health',
    after: (page) => open(page, 'Set a webhook'),
  },
  {
    name: 'calendar-feed',
    path: () => '/key-health',
    after: (page) => open(page, 'Create a calendar feed'),
  },
  { name: 'service-tokens', path: () => '/service-tokens' },
  {
    name: 'create-service-token',
    path: () => '/service-tokens',
    after: (page) => open(page, 'Create service token'),
  },
  { name: 'members', path: () => '/members' },
  { name: 'invite', path: () => '/members', after: (page) => open(page, 'Invite someone') },
  { name: 'audit-log', path: () => '/audit-log' },
  { name: 'plan', path: () => '/plan' },
  { name: 'account', path: () => '/account' },
  { name: 'account-two-factor', as: 'careful', path: () => '/account' },
  {
    name: 'account-refused',
    path: () => '/account',
    after: async (page) => {
      await page.getByLabel('Email').fill('mia')
      await button(page, 'Change address').click()
      await page.getByLabel('Current password').fill('not this one')
      await page.getByLabel('New password').fill('password1')
      await button(page, 'Change password').click()
      await settle(page)
      await page.getByRole('alert').nth(1).waitFor()
    },
  },
  {
    name: 'app-off',
    as: 'careful',
    path: () => '/account',
    after: async (page) => {
      await open(page, 'Turn off')
      await page.getByLabel('Your password').fill('not this one')
      await page.locator('dialog').getByRole('button', { name: 'Turn off' }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  { name: 'add-passkey', path: () => '/account', after: (page) => open(page, 'Add a passkey') },
  {
    name: 'remove-passkey',
    as: 'careful',
    path: () => '/account',
    after: (page) => open(page, 'Remove Laptop'),
  },
  {
    name: 'delete-account',
    path: () => '/account',
    after: async (page) => {
      await open(page, 'Delete my account')
      await page.locator('dialog').getByRole('button', { name: 'Delete my account' }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'session-ended',
    as: 'leaving',
    path: () => '/account',
    after: async (page) => {
      const cookies = await page.context().cookies()
      await page.context().clearCookies()
      await button(page, 'Save name').click()
      await page.locator('dialog[open]').waitFor()
      await page.context().addCookies(cookies)
    },
  },
  {
    name: 'sign-up-refused',
    as: 'nobody',
    path: () => '/sign-up',
    after: async (page) => {
      await page.getByLabel('Name').fill('Nils')
      await page.getByLabel('Email').fill('nils@example.test')
      await page.getByLabel('Password').fill('password1')
      await button(page, /Create account|Sign up/).click()
      await page.getByRole('alert').waitFor()
    },
  },
  { name: 'reset-password', as: 'nobody', path: () => '/reset-password?error=INVALID_TOKEN' },
  {
    name: 'verify-address',
    as: 'nobody',
    path: () => '/verify-address#token=used-before',
    after: async (page) => {
      await page.getByLabel('Password').fill(PASSWORD)
      await page.locator('form button[type=submit]').click()
      await page.getByRole('alert').waitFor()
    },
  },
  { name: 'invitation', as: 'nobody', path: () => `/invitations/${studio.invitationId}` },
  { name: 'invitation-other', as: 'newcomer', path: () => `/invitations/${studio.invitationId}` },
  { name: 'invitation-gone', as: 'newcomer', path: () => '/invitations/taken-back' },
  {
    name: 'app-setup',
    path: () => '/account',
    after: async (page) => {
      await open(page, 'Set up an app')
      await page.getByLabel('Your password').fill(PASSWORD)
      await button(page, 'Continue').click()
      await page.getByLabel('The six digits').fill('000000')
      await button(page, 'Turn on').click()
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'recovery-codes',
    as: 'careful',
    path: () => '/account',
    after: async (page) => {
      await open(page, 'New recovery codes')
      await page.getByLabel('Your password').fill(PASSWORD)
      await button(page, 'Create new codes').click()
      await page.getByLabel('Your new recovery codes').waitFor()
    },
  },
  {
    name: 'second-step',
    as: 'nobody',
    path: () => '/sign-in',
    after: async (page) => {
      await page.getByLabel('Email').fill(strict.owner.email)
      await page.getByLabel('Password').fill(PASSWORD)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByLabel('Code').fill('000000')
      await button(page, 'Continue').click()
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'confirm-identity',
    as: 'returning',
    path: () => '/service-tokens',
    isWaiting: true,
    after: async (page) => {
      await open(page, 'Create service token')
      await page.getByLabel('Name').fill('Provisioning')
      await button(page, 'Create token').click()
      await page.getByLabel('Your password').fill('not this one')
      await page.getByRole('button', { name: 'Confirm', exact: true }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  { name: 'settings', path: () => '/settings' },
  {
    name: 'settings-required',
    as: 'careful',
    path: () => '/settings',
  },
  {
    name: 'settings-require',
    as: 'requiring',
    path: () => '/settings',
    after: async (page) => {
      await open(page, 'Require a second factor')
      await page.getByText('will be locked out until').waitFor()
    },
  },
  { name: 'second-factor-needed', as: 'plain', path: () => '/scenes' },
  {
    name: 'sign-in-company',
    as: 'nobody',
    path: () => '/sign-in',
    after: async (page) => {
      await button(page, 'Continue with your company’s sign-in').click()
      await page.getByLabel('Work email or organization').fill('ann@nowhere.example')
      await page.getByRole('button', { name: 'Continue', exact: true }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'sign-in-failed',
    as: 'nobody',
    path: () => '/sign-in?error=email_domain_not_allowed',
    after: (page) => page.getByRole('alert').waitFor(),
  },
  {
    name: 'company-sign-in',
    as: 'company-owner',
    path: () => '/settings',
    after: async (page) => {
      await button(page, 'Check the record').click()
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'company-sign-in-form',
    as: 'company-owner',
    path: () => '/settings',
    after: async (page) => {
      await open(page, 'Change')
      await page.getByLabel('Issuer').fill('https://login.new-studio.example')
      await page.getByLabel('Require it').check()
      await button(page, 'Save').click()
      await page.getByRole('alert').waitFor()
    },
  },
  { name: 'company-sign-in-needed', as: 'company-member', path: () => '/projects' },
  { name: 'account-company', as: 'colleague', path: () => '/account' },
  { name: 'setup', as: 'newcomer', path: () => '/setup' },
  { name: 'webhooks', path: () => '/webhooks' },
  { name: 'add-webhook', path: () => '/webhooks', after: (page) => open(page, /webhook/i) },
  { name: 'webhook', path: () => `/webhooks/${webhook}` },
  { name: 'signing-keys', path: () => '/signing-keys' },
  { name: 'signing-key', path: () => `/signing-keys/${signingKey}` },
  { name: 'signed-in', as: 'nobody', path: () => '/signed-in' },
  { name: 'device', path: () => '/device' },
  { name: 'not-found', path: () => '/no/such/page' },
]

test('takes every picture', async () => {
  const newcomer = await dashboard.signUp('Nora Newcomer')
  const people = {
    owner: studio.owner,
    member: studio.member,
    nobody: null,
    newcomer,
    careful: strict.owner,
    plain: strict.member,
    requiring: strict.requiring,
    leaving: strict.returning,
    returning: strict.returning,
    'company-owner': company.owner,
    'company-member': company.member,
    colleague: company.colleague,
  }
  for (const view of VIEWS) {
    if (ONLY_VIEW && ONLY_VIEW !== view.name) continue
    const pages = new Map<string, Page>()
    for (const { name, as = 'owner', path, after, isWaiting = false } of SHOTS) {
      if (ONLY && !ONLY.includes(name)) continue
      const page =
        pages.get(as) ??
        (await dashboard.open(people[as], {
          viewport: view.viewport,
          colorScheme: view.colorScheme,
          reducedMotion: 'reduce',
        }))
      pages.set(as, page)
      page.removeAllListeners('dialog')
      page.on('dialog', (dialog) => void dialog.accept())
      await page.goto(dashboard.pageUrl(path()))
      await settle(page)
      await after?.(page)
      if (!isWaiting) await settle(page)
      const { width, height } = view.viewport
      const isDialog = (await page.locator('dialog[open]').count()) > 0
      // A window as tall as the page: what sticks to its edges then stands where it belongs.
      const pageHeight = await page.evaluate(() => document.documentElement.scrollHeight)
      if (!isDialog) await page.setViewportSize({ width, height: Math.max(height, pageHeight) })
      const picture = await page.screenshot({ animations: 'disabled' })
      await page.setViewportSize({ width, height })
      // 128 colours are enough for flat surfaces and text, at a quarter of the size.
      await sharp(picture)
        .png({ palette: true, colours: 128, effort: 10 })
        .toFile(join(FOLDER, `${name}-${view.name}.png`))
    }
    for (const page of pages.values()) await page.context().close()
  }
})

/** Nothing on the page is a placeholder any more. */
async function settle(page: Page): Promise<void> {
  await page.getByRole('heading').first().waitFor()
  await page.waitForFunction(() => document.querySelector('.animate-pulse, .animate-spin') === null)
}
