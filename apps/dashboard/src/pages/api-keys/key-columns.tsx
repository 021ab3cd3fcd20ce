import { createColumnHelper } from '@tanstack/react-table'
import { RotateCw, Trash2 } from 'lucide-react'
import { Link } from 'react-router'
import type { ApiKey } from '../../api/types'
import { Button } from '../../ui/button'
import { Time } from '../../ui/time'
import { pageUrl } from '../../url'
import { commonKeyColumns } from './common-key-columns'
import { isLive, KeyPreview, KeyStatusBadge, statusLabel } from './key-status'
import { originLabel } from './usage-summary'

const column = createColumnHelper<ApiKey>()
const common = commonKeyColumns<ApiKey>()

/** Beside the menu and on less than the widest windows, the icons stand for themselves: the row keeps in its table. */
const BESIDE_MENU = 'md:max-[1439px]:hidden'

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
    common.projects,
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
    common.createdAt,
    common.expiresAt,
    column.accessor(({ lastUsedAt }) => lastUsedAt ?? '', {
      id: 'lastUsedAt',
      header: 'Last used',
      enableGlobalFilter: false,
      cell: ({ row: { original: key } }) =>
        key.lastUsedAt === null ? (
          <span className="text-muted">Never used</span>
        ) : (
          <div>
            <Time at={key.lastUsedAt} show="relative" />
            {key.lastUsedOrigin !== null && (
              <p className="origin-text text-xs text-muted">{originLabel(key.lastUsedOrigin)}</p>
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
                title="Rotate"
                icon={<RotateCw aria-hidden size={15} />}
                className="px-2!"
                onClick={() => onRotate(key)}
              >
                <span className={BESIDE_MENU}>Rotate</span>
              </Button>
            )}
            <Button
              kind="quiet"
              aria-label={`Revoke ${key.name}`}
              title="Revoke"
              icon={<Trash2 aria-hidden size={15} />}
              className="px-2! hover:text-danger!"
              onClick={() => onRevoke(key)}
            >
              <span className={BESIDE_MENU}>Revoke</span>
            </Button>
          </div>
        ),
    }),
  ]
}
