/** Every page, loaded when it is first visited. */
import type { QueryClient } from '@tanstack/react-query'
import { createBrowserRouter, redirect, type RouteObject } from 'react-router'
import { apiKeyPages, apiKeyQuery } from './api/api-keys'
import { findingPages } from './api/hygiene'
import { CARDS_PAGE } from './api/pages'
import { projectPages, projectQuery } from './api/projects'
import { refusalPages } from './api/refusals'
import { scenePages, sceneQuery } from './api/scenes'
import { PageLoading } from './app/page-loading'
import { readAhead } from './app/read-ahead'
import { RouteFailure } from './app/route-failure'
import { may, organizationsQuery, sessionQuery } from './app/session'
import { pageUrl } from './url'

function createRoutes(queryClient: QueryClient): RouteObject[] {
  /** Nobody signed in: to the sign-in page, and back here afterwards. */
  const requireSession = async ({ request }: { request: Request }) => {
    const session = await queryClient.ensureQueryData(sessionQuery)
    if (session === null) {
      const { pathname, search } = new URL(request.url)
      throw redirect(pageUrl.signIn(pathname + search))
    }
    // Waited for here, not in the shell: React shows what replaces a Suspense fallback 300 ms later at the soonest.
    // Those at hand are refreshed beside the page; what cannot be read is the shell's to say.
    await queryClient
      .ensureQueryData({ ...organizationsQuery, retry: false, revalidateIfStale: true })
      .catch(() => {})
    return null
  }
  const ahead = (read: Parameters<typeof readAhead>[1]) => readAhead(queryClient, read)

  return [
    { path: '/sign-in', lazy: () => import('./pages/sign-in/sign-in-page') },
    { path: '/signed-in', lazy: () => import('./pages/sign-in/signed-in-page') },
    { path: '/sign-up', lazy: () => import('./pages/sign-in/sign-up-page') },
    { path: '/forgot-password', lazy: () => import('./pages/sign-in/forgot-password-page') },
    { path: '/reset-password', lazy: () => import('./pages/sign-in/reset-password-page') },
    { path: '/verify-address', lazy: () => import('./pages/sign-in/verify-address-page') },
    { path: '/invitations/:invitation', lazy: () => import('./pages/invitation/invitation-page') },
    { path: '/operator', lazy: () => import('./pages/operator/operator-page') },
    {
      path: '/',
      loader: requireSession,
      // The pages before signing in do without it.
      lazy: async () => ({ Component: (await import('./app/shell')).Shell }),
      ErrorBoundary: RouteFailure,
      HydrateFallback: PageLoading,
      children: [
        {
          ErrorBoundary: RouteFailure,
          children: [
            { index: true, lazy: () => import('./pages/overview/overview-page') },
            { path: 'setup', lazy: () => import('./pages/setup/setup-page') },
            {
              path: 'api-keys',
              loader: ahead(
                ({ id, role }) =>
                  may.manageKeys(role) &&
                  queryClient.prefetchInfiniteQuery(apiKeyPages(id, undefined, undefined)),
              ),
              lazy: () => import('./pages/api-keys/api-keys-page'),
            },
            {
              path: 'api-keys/:key',
              loader: ahead(
                ({ id, role }, { key = '' }) =>
                  may.manageKeys(role) && queryClient.prefetchQuery(apiKeyQuery(id, key)),
              ),
              lazy: () => import('./pages/api-keys/api-key-page'),
            },
            { path: 'signing-keys', lazy: () => import('./pages/signing-keys/signing-keys-page') },
            { path: 'signing-keys/:key', lazy: () => import('./pages/signing-keys/signing-key-page') },
            {
              path: 'projects',
              loader: ahead(({ id }) =>
                queryClient.prefetchInfiniteQuery(projectPages(id, undefined, CARDS_PAGE)),
              ),
              lazy: () => import('./pages/projects/projects-page'),
            },
            {
              path: 'projects/:project',
              loader: ahead(({ id }, { project = '' }) =>
                queryClient.prefetchQuery(projectQuery(id, project)),
              ),
              lazy: () => import('./pages/projects/project-page'),
            },
            {
              path: 'scenes',
              loader: ahead(({ id }) => queryClient.prefetchInfiniteQuery(scenePages(id, {}, undefined))),
              lazy: () => import('./pages/scenes/scenes-page'),
            },
            {
              path: 'scenes/:scene',
              loader: ahead(({ id }, { scene = '' }) => queryClient.prefetchQuery(sceneQuery(id, scene))),
              lazy: () => import('./pages/scenes/scene-page'),
            },
            {
              path: 'blocked-embeds',
              loader: ahead(
                ({ id, role }) =>
                  may.manageKeys(role) &&
                  queryClient.prefetchInfiniteQuery(refusalPages(id, undefined, undefined)),
              ),
              lazy: () => import('./pages/blocked-embeds/blocked-embeds-page'),
            },
            {
              path: 'key-health',
              loader: ahead(
                ({ id, role }) =>
                  may.manageKeys(role) && queryClient.prefetchInfiniteQuery(findingPages(id, undefined)),
              ),
              lazy: () => import('./pages/key-health/key-health-page'),
            },
            { path: 'members', lazy: () => import('./pages/members/members-page') },
            { path: 'settings', lazy: () => import('./pages/settings/settings-page') },
            { path: 'service-tokens', lazy: () => import('./pages/service-tokens/service-tokens-page') },
            { path: 'device', lazy: () => import('./pages/device/device-page') },
            { path: 'webhooks', lazy: () => import('./pages/webhooks/webhooks-page') },
            { path: 'webhooks/:webhook', lazy: () => import('./pages/webhooks/webhook-page') },
            { path: 'audit-log', lazy: () => import('./pages/audit-log/audit-log-page') },
            { path: 'plan', lazy: () => import('./pages/plan/plan-page') },
            { path: 'account', lazy: () => import('./pages/account/account-page') },
            { path: '*', lazy: () => import('./pages/not-found-page') },
          ],
        },
      ],
    },
  ]
}

export function createRouter(queryClient: QueryClient) {
  return createBrowserRouter(createRoutes(queryClient), { basename: '/dashboard' })
}
