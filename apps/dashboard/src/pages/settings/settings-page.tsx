/** The rules that an organization sets for its people and keys. */
import { useQuery } from '@tanstack/react-query'
import { settingsQuery } from '../../api/settings'
import { may, useOrganization } from '../../app/session'
import { PageView } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { Note } from '../../ui/states'
import { CompanySection } from './company-section'
import { KeyLifetimeForm } from './key-lifetime-form'
import { LeakSection } from './leak-section'
import { RequireFactorSection } from './require-factor-section'
import { UnusedKeysForm } from './unused-keys-form'

export function Component() {
  const organization = useOrganization()
  const settings = useQuery(settingsQuery(organization.id))
  return (
    <PageView title="Settings" lead="Rules for the people and the keys of this organization.">
      {!may.changeSettings(organization.role) && <Note>Only owners can change these rules.</Note>}
      <QueryView query={settings}>
        {(current) => (
          <>
            <RequireFactorSection current={current} />
            {may.seeCompanySignIn(organization.role) && <CompanySection />}
            <KeyLifetimeForm current={current} />
            <UnusedKeysForm current={current} />
            <LeakSection current={current} />
          </>
        )}
      </QueryView>
    </PageView>
  )
}
