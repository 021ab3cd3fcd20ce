/** The columns that lists of API keys and of signing keys have in common. */
import { createColumnHelper } from '@tanstack/react-table'
import type { ApiKey } from '../../api/types'
import { Time } from '../../ui/time'
import { KeyProjects } from './key-projects'
import { PersonName } from './key-status'

type ListedKey = Pick<ApiKey, 'projects' | 'createdAt' | 'createdBy' | 'expiresAt'>

export function commonKeyColumns<Key extends ListedKey>() {
  const column = createColumnHelper<Key>()
  return {
    projects: column.accessor((key) => key.projects.map(({ name }) => name).join(', '), {
      id: 'projects',
      header: 'Projects',
      enableSorting: false,
      cell: ({ row: { original: key } }) => <KeyProjects projects={key.projects} />,
    }),
    createdAt: column.accessor(({ createdAt }) => createdAt, {
      id: 'createdAt',
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
    expiresAt: column.accessor(({ expiresAt }) => expiresAt ?? '9999', {
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
  }
}
