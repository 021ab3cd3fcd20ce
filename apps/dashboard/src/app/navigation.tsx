import {
  Activity,
  Box,
  ClipboardList,
  FileKey,
  FolderKanban,
  Gauge,
  KeyRound,
  LayoutDashboard,
  Settings,
  ShieldAlert,
  Terminal,
  Users,
  Webhook,
} from 'lucide-react'
import { NavLink } from 'react-router'
import { pageUrl } from '../url'
import { may, useOrganization } from './session'
import { classNames } from '../ui/class-names'

/** Pages of owners and admins; others reach an explanation by their address, and are not led there. */
const FOR_MANAGERS: ReadonlySet<string> = new Set([
  pageUrl.blockedEmbeds,
  pageUrl.apiKeys,
  pageUrl.signingKeys,
  pageUrl.keyHealth,
  pageUrl.serviceTokens,
  pageUrl.webhooks,
  pageUrl.auditLog,
])

const GROUPS = [
  { title: null, links: [{ to: pageUrl.overview, label: 'Overview', Icon: LayoutDashboard }] },
  {
    title: 'Embeds',
    links: [
      { to: pageUrl.scenes, label: 'Scenes', Icon: Box },
      { to: pageUrl.projects, label: 'Projects', Icon: FolderKanban },
      { to: pageUrl.blockedEmbeds, label: 'Blocked embeds', Icon: ShieldAlert },
    ],
  },
  {
    title: 'Access',
    links: [
      { to: pageUrl.apiKeys, label: 'API keys', Icon: KeyRound },
      { to: pageUrl.signingKeys, label: 'Signing keys', Icon: FileKey },
      { to: pageUrl.keyHealth, label: 'Key health', Icon: Activity },
      { to: pageUrl.serviceTokens, label: 'Service tokens', Icon: Terminal },
    ],
  },
  {
    title: 'Organization',
    links: [
      { to: pageUrl.members, label: 'Members', Icon: Users },
      { to: pageUrl.webhooks, label: 'Webhooks', Icon: Webhook },
      { to: pageUrl.auditLog, label: 'Audit log', Icon: ClipboardList },
      { to: pageUrl.settings, label: 'Settings', Icon: Settings },
      { to: pageUrl.plan, label: 'Plan and usage', Icon: Gauge },
    ],
  },
] as const

export function Navigation({ onFollow }: { onFollow?: () => void }) {
  const { role } = useOrganization()
  const groups = GROUPS.map(({ title, links }) => ({
    title,
    links: links.filter(({ to }) => may.manageKeys(role) || !FOR_MANAGERS.has(to)),
  })).filter(({ links }) => links.length > 0)
  return (
    <nav aria-label="Main" className="space-y-5">
      {groups.map(({ title, links }) => (
        <div key={title ?? 'top'}>
          {title !== null && <p className="mb-1 px-3 text-xs font-medium text-muted">{title}</p>}
          <ul className="space-y-0.5">
            {links.map(({ to, label, Icon }) => (
              <li key={to}>
                <NavLink
                  to={to}
                  end={to === pageUrl.overview}
                  onClick={onFollow}
                  className={({ isActive }) =>
                    classNames(
                      'flex items-center gap-2.5 rounded-lg px-3 py-1.5 text-sm font-medium',
                      isActive ? 'bg-accent-soft text-accent' : 'text-muted hover:bg-raised hover:text-text',
                    )
                  }
                >
                  <Icon aria-hidden size={17} />
                  {label}
                </NavLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
