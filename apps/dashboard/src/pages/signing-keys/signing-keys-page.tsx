import { FileKey, Plus } from 'lucide-react'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { type IssuedSigningKey, signingKeyPages } from '../../api/signing-keys'
import type { SigningKey } from '../../api/types'
import { may, useOrganization } from '../../app/session'
import { DataTable } from '../../table/data-table'
import { useLongList } from '../../table/use-long-list'
import { Button, ButtonLink } from '../../ui/button'
import { PageView } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { EmptyState, Note } from '../../ui/states'
import { docsUrl, pageUrl } from '../../url'
import { LimitNote } from '../api-keys/limit-note'
import { NoKeyAccess } from '../api-keys/no-key-access'
import { useKeyRoom } from '../api-keys/use-key-room'
import { RevealSigningKey } from './reveal-signing-key'
import { RevokeSigningKeyDialog } from './revoke-signing-key-dialog'
import { signingKeyColumns } from './signing-key-columns'

// Forms bring their validation along; the page shows without it.
const CreateSigningKeyDialog = lazy(async () => ({
  default: (await import('./create-signing-key-dialog')).CreateSigningKeyDialog,
}))

/** What is open; closing `issued` drops the private key. */
type OpenDialog =
  | { kind: 'issued'; issued: IssuedSigningKey }
  | { kind: 'revoke'; signingKey: SigningKey }
  | null

export function Component() {
  const { role } = useOrganization()
  return may.manageKeys(role) ? <SigningKeys /> : <NoKeyAccess title="Signing keys" />
}

function SigningKeys() {
  const organization = useOrganization()
  const keys = useLongList((q) => signingKeyPages(organization.id, q))
  const room = useKeyRoom(organization)
  const [search, setSearch] = useSearchParams()
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const [replaced, setReplaced] = useState<string | null>(null)
  const close = useCallback(() => setDialog(null), [])
  const closeCreate = useCallback(() => setSearch({}, { replace: true }), [setSearch])
  const columns = useMemo(
    () => signingKeyColumns((signingKey) => setDialog({ kind: 'revoke', signingKey })),
    [],
  )
  return (
    <PageView
      title="Signing keys"
      lead={
        <>
          For scenes that only your signed-in customers may see: your server signs a token for each visitor,
          and projects can refuse everything else.{' '}
          <a className="link" href={docsUrl.visitorTokens}>
            How visitor tokens work
          </a>
        </>
      }
      actions={
        <Button
          kind="primary"
          icon={<Plus aria-hidden size={17} />}
          onClick={() => setSearch({ create: '1' })}
        >
          Create signing key
        </Button>
      }
    >
      {replaced !== null && dialog === null && (
        <Note
          tone="ok"
          role="status"
          title="The new key works, and the old one still does"
          actions={<ButtonLink to={pageUrl.signingKey(replaced, 'revoke')}>Revoke the old key</ButtonLink>}
        >
          Let your server sign with the new key first. Tokens from the old one stop working when you revoke
          it.
        </Note>
      )}
      {room?.full && <LimitNote room={room} organization={organization.name} />}
      <QueryView query={keys}>
        {(rows) =>
          rows.length === 0 && keys.search === '' ? (
            <EmptyState icon={<FileKey aria-hidden size={22} />} title="No signing keys">
              You need one only where a scene is for signed-in visitors. Scenes that everybody may see need
              only an API key. Both count towards the same limit.
            </EmptyState>
          ) : (
            <DataTable
              label="Signing keys"
              columns={columns}
              rows={rows}
              list={keys}
              rowId={({ id }) => id}
              initialSort={[{ id: 'createdAt', desc: true }]}
              search="Search keys"
            />
          )
        }
      </QueryView>
      {search.has('create') && (
        <Suspense fallback={null}>
          <CreateSigningKeyDialog
            defaults={{ projectIds: search.getAll('project'), name: search.get('name') ?? '' }}
            onCreated={(issued) => {
              setReplaced(search.get('replaces'))
              closeCreate()
              setDialog({ kind: 'issued', issued })
            }}
            onClose={closeCreate}
          />
        </Suspense>
      )}
      {dialog?.kind === 'issued' && <RevealSigningKey issued={dialog.issued} onClose={close} />}
      {dialog?.kind === 'revoke' && <RevokeSigningKeyDialog signingKey={dialog.signingKey} onClose={close} />}
    </PageView>
  )
}
