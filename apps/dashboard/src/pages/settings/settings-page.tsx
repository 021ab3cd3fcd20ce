/** The rules that an organization sets for its people and keys. */
import { useQuery } from '@tanstack/react-query'
import { settingsQuery } from '../../api/settings'
import { useOrganization } from '../../app/session'
import { PageView } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { Note } from '../../ui/states'
import { KeyLifetimeForm } from './key-lifetime-form'
import { RequireFactorSection } from './require-factor-section'

export function Component() {
  const organization = useOrganization()
  const settings = useQuery(settingsQuery(organization.id))
  return (
    <PageView title="Settings" lead="Rules for the people and the keys of this organization.">
      {organization.role !== 'owner' && <Note>Owners change these rules.</Note>}
      <QueryView query={settings}>
        {(current) => (
          <>
            <RequireFactorSection current={current} />
            <KeyLifetimeForm current={current} />
          </>
        )}
      </QueryView>
    </PageView>
  )
}
