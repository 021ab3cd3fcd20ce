/** Every address of the dashboard and of what it links to, in one place. Page paths are relative to /dashboard. */
const id = encodeURIComponent

export const pageUrl = {
  overview: '/',
  signIn: (next?: string) => withNext('/sign-in', next),
  signUp: (next?: string) => withNext('/sign-up', next),
  forgotPassword: '/forgot-password',
  resetPassword: '/reset-password',
  invitation: (invitation: string) => `/invitations/${id(invitation)}`,
  setup: '/setup',
  apiKeys: '/api-keys',
  newApiKey: ({ name, projectIds = [], replaces }: NewKeyLink = {}) => {
    const query = new URLSearchParams({ create: '1' })
    if (name !== undefined) query.set('name', name)
    for (const project of projectIds) query.append('project', project)
    if (replaces !== undefined) query.set('replaces', replaces)
    return `/api-keys?${query}`
  },
  apiKey: (key: string, open?: 'rotate' | 'revoke') =>
    `/api-keys/${id(key)}${open === undefined ? '' : `?open=${open}`}`,
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
  blockedEmbeds: '/blocked-embeds',
  keyHealth: '/key-health',
  members: '/members',
  settings: '/settings',
  serviceTokens: '/service-tokens',
  auditLog: '/audit-log',
  plan: '/plan',
  account: '/account',
} as const

interface NewKeyLink {
  readonly name?: string
  readonly projectIds?: readonly string[]
  /** The key that the new one stands in for. */
  readonly replaces?: string
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
  rotation: '/docs/rotation',
  threatModel: '/docs/threat-model',
  api: '/docs/api',
  error: (code: string) => `/docs/errors/${id(code)}`,
} as const

export const projectUrl = {
  /** AGPL section 13: where users of this running copy get its source; the server knows the address. */
  source: '/source',
  licence: '/docs/licence',
  community: '/docs/community',
  roadmap: '/docs/roadmap',
} as const

export const apiUrl = {
  account: '/api/account',
  address: '/api/account/address',
  sessions: '/api/account/sessions',
  session: (session: string) => `/api/account/sessions/${id(session)}`,
  confirm: '/api/account/confirm',
  confirmPasskey: '/api/account/confirm/passkey',
  factors: '/api/account/factors',
  organizations: '/api/organizations',
  organization: (organization: string) => `/api/organizations/${id(organization)}`,
  projects: (organization: string) => `/api/organizations/${id(organization)}/projects`,
  project: (organization: string, project: string) => `${apiUrl.projects(organization)}/${id(project)}`,
  projectScenes: (organization: string, project: string) => `${apiUrl.project(organization, project)}/scenes`,
  scene: (organization: string, scene: string) =>
    `/api/organizations/${id(organization)}/scenes/${id(scene)}`,
  apiKeys: (organization: string) => `/api/organizations/${id(organization)}/api-keys`,
  apiKey: (organization: string, key: string) => `${apiUrl.apiKeys(organization)}/${id(key)}`,
  serviceTokens: (organization: string) => `/api/organizations/${id(organization)}/service-tokens`,
  usage: (organization: string) => `/api/organizations/${id(organization)}/usage`,
  refusals: (organization: string) => `/api/organizations/${id(organization)}/refusals`,
  embedReports: (organization: string) => `/api/organizations/${id(organization)}/embed-reports`,
  calendarFeed: (organization: string) => `/api/organizations/${id(organization)}/calendar-feed`,
  reminderWebhook: (organization: string) => `/api/organizations/${id(organization)}/reminder-webhook`,
  hygiene: (organization: string) => `/api/organizations/${id(organization)}/hygiene`,
  settings: (organization: string) => `/api/organizations/${id(organization)}/settings`,
  memberFactors: (organization: string) => `/api/organizations/${id(organization)}/member-factors`,
  auditLog: (organization: string) => `/api/organizations/${id(organization)}/audit-log`,
} as const
