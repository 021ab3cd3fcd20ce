/** Every address of the dashboard and of what it links to, in one place. Page paths are relative to /dashboard. */
const id = encodeURIComponent

export const pageUrl = {
  overview: '/',
  signIn: (next?: string, email?: string) => {
    const path = withNext('/sign-in', next)
    return email === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}email=${id(email)}`
  },
  signUp: (next?: string) => withNext('/sign-up', next),
  forgotPassword: '/forgot-password',
  resetPassword: '/reset-password',
  invitation: (invitation: string) => `/invitations/${id(invitation)}`,
  setup: '/setup',
  apiKeys: '/api-keys',
  newApiKey: (link: NewKeyLink = {}) => newKeyUrl('/api-keys', link),
  apiKey: (key: string, open?: 'rotate' | 'revoke') =>
    `/api-keys/${id(key)}${open === undefined ? '' : `?open=${open}`}`,
  /** The key's page, with a rotation prepared that leaves it these of its projects. */
  narrowApiKey: (key: string, projectIds: readonly string[]) => {
    const query = new URLSearchParams({ open: 'rotate' })
    for (const project of projectIds) query.append('project', project)
    return `/api-keys/${id(key)}?${query}`
  },
  signingKeys: '/signing-keys',
  newSigningKey: (link: NewKeyLink = {}) => newKeyUrl('/signing-keys', link),
  signingKey: (key: string, open?: 'revoke') =>
    `/signing-keys/${id(key)}${open === undefined ? '' : `?open=${open}`}`,
  projects: '/projects',
  project: (project: string) => `/projects/${id(project)}`,
  /** The project's page with a change prepared and not saved. Null leaves that part as it is. */
  projectDraft: (
    project: string,
    draft: { allowedDomains: readonly string[] | null; allowLocalhost: false | null },
  ) => {
    const query = new URLSearchParams()
    if (draft.allowedDomains !== null) query.set('draft', JSON.stringify(draft.allowedDomains))
    if (draft.allowLocalhost !== null) query.set('localhost', 'off')
    return `/projects/${id(project)}?${query}`
  },
  scenes: '/scenes',
  scene: (scene: string) => `/scenes/${id(scene)}`,
  /** The scene's page, at its snippets. */
  embedScene: (scene: string) => `/scenes/${id(scene)}#embed`,
  blockedEmbeds: '/blocked-embeds',
  keyHealth: '/key-health',
  members: '/members',
  settings: '/settings',
  serviceTokens: '/service-tokens',
  webhooks: '/webhooks',
  webhook: (webhook: string) => `/webhooks/${id(webhook)}`,
  auditLog: '/audit-log',
  plan: '/plan',
  account: '/account',
  signedIn: '/signed-in',
} as const

interface NewKeyLink {
  readonly name?: string
  readonly projectIds?: readonly string[]
  /** The key that the new one stands in for. */
  readonly replaces?: string
}

function newKeyUrl(list: string, { name, projectIds = [], replaces }: NewKeyLink): string {
  const query = new URLSearchParams({ create: '1' })
  if (name !== undefined) query.set('name', name)
  for (const project of projectIds) query.append('project', project)
  if (replaces !== undefined) query.set('replaces', replaces)
  return `${list}?${query}`
}

function withNext(path: string, next: string | undefined): string {
  return next === undefined || next === '/' ? path : `${path}?next=${id(next)}`
}

/** The page to show after signing in. Anything that is not a path of this dashboard becomes the start page. */
export function safeNext(next: string | null): string {
  if (next === null || !/^\/(?![/\\])/.test(next)) return pageUrl.overview
  // The contract's links carry the whole path; the router's own paths start below /dashboard.
  const path = next.replace(/^\/dashboard(?=\/|$)/, '')
  return path === '' || path.startsWith('//') ? pageUrl.overview : path
}

export const docsUrl = {
  home: '/docs',
  reactViewer: '/docs/react-viewer',
  allowlist: '/docs/allowlist',
  siteBuilders: '/docs/site-builders',
  rotation: '/docs/rotation',
  companySignIn: '/docs/company-sign-in',
  threatModel: '/docs/threat-model',
  webhooks: '/docs/webhooks',
  leaks: '/docs/leaks',
  commandLine: '/docs/command-line',
  visitorTokens: '/docs/visitor-tokens',
  api: '/docs/api',
  runningItForOthers: '/docs/running-it-for-others',
  error: (code: string) => `/docs/errors/${id(code)}`,
} as const

export const projectUrl = {
  /** AGPL section 13: where users of this running copy get its source; the server knows the address. */
  source: '/source',
  licence: '/docs/licence',
  community: '/docs/community',
  roadmap: '/docs/roadmap',
} as const
