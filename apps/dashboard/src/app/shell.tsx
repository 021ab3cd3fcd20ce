/** The frame of every page of a signed-in person. */
import { CircleUser, LogOut, Menu } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Link, Outlet, useLocation, useNavigation } from 'react-router'
import { pageUrl } from '../url'
import { Announcer } from '../ui/announcer'
import { Brand } from '../ui/brand'
import { IconButton } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { PageLoading } from './page-loading'
import { ConfirmIdentityDialog } from './confirm-identity-dialog'
import { Footer } from './footer'
import { Navigation } from './navigation'
import { OnlineBanner } from './online-banner'
import { OrganizationSwitch } from './organization-switch'
import { OrganizationScope, useOrganization, useSession, useUser } from './session'
import { SuspendedBanner } from './suspended-banner'
import { SessionEndedDialog } from './session-ended-dialog'
import { ThemeSwitch } from './theme-switch'
import { useSignOut } from './use-sign-out'

const NoOrganization = lazy(async () => ({
  default: (await import('../pages/setup/no-organization')).NoOrganization,
}))
const CompanySignInNeeded = lazy(async () => ({
  default: (await import('./company-sign-in-needed')).CompanySignInNeeded,
}))
const SecondFactorNeeded = lazy(async () => ({
  default: (await import('./second-factor-needed')).SecondFactorNeeded,
}))

export function Shell() {
  return (
    <>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-lg focus:bg-surface focus:px-4 focus:py-2"
      >
        Skip to the content
      </a>
      <Suspense fallback={<PageLoading />}>
        <OrganizationScope none={<BareFrame />}>
          <Frame />
        </OrganizationScope>
      </Suspense>
      <ConfirmIdentityDialog />
      <SessionEndedDialog />
      <Announcer />
    </>
  )
}

function Frame() {
  const [menuOpen, setMenuOpen] = useState(false)
  return (
    <div className="flex min-h-dvh">
      <aside className="hidden w-60 shrink-0 border-r border-line bg-surface lg:block">
        <div className="sticky top-0 flex h-dvh flex-col gap-5 overflow-y-auto p-4">
          <Link to={pageUrl.overview} className="px-1 pt-1">
            <Brand />
          </Link>
          <OrganizationSwitch />
          <Navigation />
          <AccountBox />
        </div>
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="sticky top-0 z-20 flex items-center gap-2 border-b border-line bg-surface px-4 py-2 lg:hidden">
          <Link to={pageUrl.overview}>
            <Brand />
          </Link>
          <span className="flex-1" />
          <IconButton label="Open the menu" onClick={() => setMenuOpen(true)}>
            <Menu aria-hidden size={20} />
          </IconButton>
        </header>
        <OnlineBanner />
        <SuspendedBanner />
        <MemberContent />
        <Footer />
      </div>
      {menuOpen && (
        <Dialog title="Menu" size="small" onClose={() => setMenuOpen(false)}>
          <div className="space-y-5">
            <OrganizationSwitch />
            <Navigation onFollow={() => setMenuOpen(false)} />
            <AccountBox onFollow={() => setMenuOpen(false)} />
          </div>
        </Dialog>
      )}
    </div>
  )
}

/** Without an organization there is nothing to navigate to but the way to get one. */
function BareFrame() {
  const { pathname } = useLocation()
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-between gap-4 border-b border-line bg-surface px-4 py-3 sm:px-8">
        <Brand />
        <div className="w-64">
          <AccountBox compact />
        </div>
      </header>
      <OnlineBanner />
      {isPersonal(pathname) ? (
        <Content />
      ) : (
        <main id="content" className="flex-1">
          <NoOrganization />
        </main>
      )}
      <Footer />
    </div>
  )
}

/** Pages that belong to a person rather than to an organization. */
const isPersonal = (pathname: string) => pathname === pageUrl.account || pathname === pageUrl.setup

function MemberContent() {
  const { id, requireTwoFactor, wantsCompanySignIn } = useOrganization()
  const session = useSession()
  const { pathname } = useLocation()
  const { companyId, secondFactor } = session?.session ?? {}
  const lacksFactor = requireTwoFactor && session !== null && !secondFactor && companyId !== id
  if (!(lacksFactor || wantsCompanySignIn) || isPersonal(pathname)) return <Content />
  return (
    <main id="content" tabIndex={-1} className="flex-1">
      <Suspense fallback={<PageLoading />}>
        {wantsCompanySignIn ? <CompanySignInNeeded /> : <SecondFactorNeeded />}
      </Suspense>
    </main>
  )
}

function Content() {
  const navigation = useNavigation()
  return (
    <main
      id="content"
      tabIndex={-1}
      aria-busy={navigation.state === 'loading'}
      className={navigation.state === 'loading' ? 'flex-1 opacity-60 transition-opacity delay-150' : 'flex-1'}
    >
      <Suspense fallback={<PageLoading />}>
        <Outlet />
      </Suspense>
    </main>
  )
}

function AccountBox({ compact = false, onFollow }: { compact?: boolean; onFollow?: () => void }) {
  const user = useUser()
  const leave = useSignOut()
  return (
    <div className={compact ? '' : 'mt-auto space-y-3 border-t border-line pt-4'}>
      {!compact && <ThemeSwitch />}
      <div className="flex items-center gap-1">
        <Link
          to={pageUrl.account}
          onClick={onFollow}
          className="flex min-w-0 flex-1 items-center gap-2.5 rounded-lg px-2 py-1.5 hover:bg-raised"
        >
          <CircleUser aria-hidden size={20} className="shrink-0 text-muted" />
          <span className="min-w-0 text-left">
            <span className="block truncate text-sm font-medium">{user?.name || user?.email}</span>
            <span className="block truncate text-xs text-muted">{user?.email}</span>
          </span>
        </Link>
        <IconButton label="Sign out" onClick={() => void leave()}>
          <LogOut aria-hidden size={17} />
        </IconButton>
      </div>
    </div>
  )
}
