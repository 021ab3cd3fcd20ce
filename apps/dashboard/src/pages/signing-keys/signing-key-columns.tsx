import { createColumnHelper } from '@tanstack/react-table'
import { Trash2 } from 'lucide-react'
import { Link } from 'react-router'
import type { SigningKey } from '../../api/types'
import { Button } from '../../ui/button'
import { Time } from '../../ui/time'
import { pageUrl } from '../../url'
import { commonKeyColumns } from '../api-keys/common-key-columns'
import { isLive, KeyPreview, KeyStatusBadge, statusLabel } from '../api-keys/key-status'

const column = createColumnHelper<SigningKey>()
const common = commonKeyColumns<SigningKey>()

export function signingKeyColumns(onRevoke: (key: SigningKey) => void) {
  return [
    column.accessor('name', {
      header: 'Name',
      cell: ({ row: { original: key } }) => (
        <Link
          to={pageUrl.signingKey(key.id)}
          className="user-text font-medium hover:text-accent hover:underline"
        >
          {key.name}
        </Link>
      ),
    }),
    column.accessor('preview', {
      header: 'Public key',
      enableSorting: false,
      cell: ({ getValue }) => <KeyPreview preview={getValue()} />,
    }),
    common.projects,
    column.accessor(({ status }) => statusLabel(status), {
      id: 'status',
      header: 'Status',
      cell: ({ row: { original: key } }) => <KeyStatusBadge status={key.status} />,
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
          <Time at={key.lastUsedAt} show="relative" />
        ),
    }),
    column.display({
      id: 'actions',
      header: () => <span className="sr-only">Actions</span>,
      cell: ({ row: { original: key } }) =>
        isLive(key) && (
          <div className="flex justify-end">
            <Button
              kind="quiet"
              aria-label={`Revoke ${key.name}`}
              icon={<Trash2 aria-hidden size={15} />}
              onClick={() => onRevoke(key)}
            >
              Revoke
            </Button>
          </div>
        ),
    }),
  ]
}
