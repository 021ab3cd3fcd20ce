import { createColumnHelper } from '@tanstack/react-table'
import { RotateCw, Trash2 } from 'lucide-react'
import { Link } from 'react-router'
import type { ApiKey } from '../../api/types'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { Time } from '../../ui/time'
import { pageUrl } from '../../url'
import { isLive, KeyPreview, KeyStatusBadge, PersonName, statusLabel } from './key-status'
import { originLabel } from './usage-summary'

const column = createColumnHelper<ApiKey>()
const SHOWN_PROJECTS = 3

export interface KeyActions {
  readonly onRotate: (key: ApiKey) => void
  readonly onRevoke: (key: ApiKey) => void
}

export function keyColumns({ onRotate, onRevoke }: KeyActions) {
  return [
    column.accessor('name', {
      header: 'Name',
      cell: ({ row: { original: key } }) => (
        <div className="max-w-xs min-w-40">
          <Link
            to={pageUrl.apiKey(key.id)}
            className="user-text font-medium hover:text-accent hover:underline"
          >
            {key.name}
          </Link>
          {key.description && <p className="user-text line-clamp-2 text-xs text-muted">{key.description}</p>}
        </div>
      ),
    }),
    column.accessor('preview', {
      header: 'Key',
      enableSorting: false,
      cell: ({ getValue }) => <KeyPreview preview={getValue()} />,
    }),
    column.accessor((key) => key.projects.map(({ name }) => name).join(', '), {
      id: 'projects',
      header: 'Projects',
      enableSorting: false,
      cell: ({ row: { original: key } }) => <KeyProjects projects={key.projects} />,
    }),
    column.accessor(({ status }) => statusLabel(status), {
      id: 'status',
      header: 'Status',
      cell: ({ row: { original: key } }) => (
        <div className="flex flex-col items-start gap-1 max-md:items-end">
          <KeyStatusBadge status={key.status} />
          {key.status === 'rotating' && key.revokesAt !== null && (
            <span className="text-xs text-muted">
              ends <Time at={key.revokesAt} show="relative" />
            </span>
          )}
        </div>
      ),
    }),
    column.accessor('createdAt', {
      header: 'Created',
      cell: ({ row: { original: key } }) => (
        <div>
          <Time at={key.createdAt} />
          <p className="user-text text-xs text-muted">
            by <PersonName person={key.createdBy} />
          </p>
        </div>
      ),
    }),
    column.accessor(({ expiresAt }) => expiresAt ?? '9999', {
      id: 'expiresAt',
      header: 'Expires',
      enableGlobalFilter: false,
      cell: ({ row: { original: key } }) =>
        key.expiresAt === null ? (
          <span className="font-medium text-warn">Never</span>
        ) : (
          <Time at={key.expiresAt} />
        ),
    }),
    column.accessor(({ lastUsedAt }) => lastUsedAt ?? '', {
      id: 'lastUsedAt',
      header: 'Last used',
      enableGlobalFilter: false,
      cell: ({ row: { original: key } }) =>
        key.lastUsedAt === null ? (
          <span className="text-muted">Never used</span>
        ) : (
          <div className="max-w-48">
            <Time at={key.lastUsedAt} show="relative" />
            {key.lastUsedOrigin !== null && (
              <p className="user-text text-xs text-muted">{originLabel(key.lastUsedOrigin)}</p>
            )}
          </div>
        ),
    }),
    column.display({
      id: 'actions',
      header: () => <span className="sr-only">Actions</span>,
      cell: ({ row: { original: key } }) =>
        isLive(key) && (
          <div className="flex justify-end gap-1 max-md:mt-2 max-md:border-t max-md:border-line max-md:pt-3">
            {key.replacedById === null && (
              <Button
                kind="quiet"
                aria-label={`Rotate ${key.name}`}
                icon={<RotateCw aria-hidden size={15} />}
                className="px-2!"
                onClick={() => onRotate(key)}
              >
                Rotate
              </Button>
            )}
            <Button
              kind="quiet"
              aria-label={`Revoke ${key.name}`}
              icon={<Trash2 aria-hidden size={15} />}
              className="px-2! hover:text-danger!"
              onClick={() => onRevoke(key)}
            >
              Revoke
            </Button>
          </div>
        ),
    }),
  ]
}

export function KeyProjects({ projects }: { projects: ApiKey['projects'] }) {
  if (projects.length === 0) return <Badge tone="danger">No project left</Badge>
  const more = projects.slice(SHOWN_PROJECTS)
  return (
    <div className="flex max-w-56 flex-wrap gap-1 max-md:in-[td]:justify-end">
      {projects.slice(0, SHOWN_PROJECTS).map(({ id, name }) => (
        <Badge key={id} title={name}>
          <span className="truncate">{name}</span>
        </Badge>
      ))}
      {more.length > 0 && <Badge title={more.map(({ name }) => name).join(', ')}>+{more.length}</Badge>}
    </div>
  )
}
