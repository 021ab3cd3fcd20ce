/** Every page, loaded when it is first visited. */
import type { QueryClient } from '@tanstack/react-query'
import { createBrowserRouter, redirect, type RouteObject } from 'react-router'
import { RouteFailure } from './app/route-failure'
import { organizationsQuery, sessionQuery } from './app/session'
import { PageLoading, Shell } from './app/shell'
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

  return [
    { path: '/sign-in', lazy: () => import('./pages/sign-in/sign-in-page') },
    { path: '/sign-up', lazy: () => import('./pages/sign-in/sign-up-page') },
    { path: '/forgot-password', lazy: () => import('./pages/sign-in/forgot-password-page') },
    { path: '/reset-password', lazy: () => import('./pages/sign-in/reset-password-page') },
    { path: '/verify-address', lazy: () => import('./pages/sign-in/verify-address-page') },
    {
      path: '/',
      loader: requireSession,
      Component: Shell,
      ErrorBoundary: RouteFailure,
      HydrateFallback: PageLoading,
      children: [
        {
          ErrorBoundary: RouteFailure,
          children: [
            { index: true, lazy: () => import('./pages/overview/overview-page') },
            { path: 'setup', lazy: () => import('./pages/setup/setup-page') },
            { path: 'invitations/:invitation', lazy: () => import('./pages/setup/invitation-page') },
            { path: 'api-keys', lazy: () => import('./pages/api-keys/api-keys-page') },
            { path: 'api-keys/:key', lazy: () => import('./pages/api-keys/api-key-page') },
            { path: 'projects', lazy: () => import('./pages/projects/projects-page') },
            { path: 'projects/:project', lazy: () => import('./pages/projects/project-page') },
            { path: 'scenes', lazy: () => import('./pages/scenes/scenes-page') },
            { path: 'scenes/:scene', lazy: () => import('./pages/scenes/scene-page') },
            { path: 'blocked-embeds', lazy: () => import('./pages/blocked-embeds/blocked-embeds-page') },
            { path: 'key-health', lazy: () => import('./pages/key-health/key-health-page') },
            { path: 'members', lazy: () => import('./pages/members/members-page') },
            { path: 'settings', lazy: () => import('./pages/settings/settings-page') },
            { path: 'service-tokens', lazy: () => import('./pages/service-tokens/service-tokens-page') },
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
