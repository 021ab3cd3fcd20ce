import { ChevronsUpDown } from 'lucide-react'
import { chooseOrganization, useOrganization, useOrganizations } from './session'

/** A native select, so that it works the same with a keyboard, a screen reader and a thumb. */
export function OrganizationSwitch() {
  const organization = useOrganization()
  const organizations = useOrganizations()
  return (
    <div className="relative">
      <label htmlFor="organization" className="sr-only">
        Organization
      </label>
      <select
        id="organization"
        value={organization.id}
        onChange={(event) => chooseOrganization(event.target.value)}
        className="w-full appearance-none truncate rounded-lg border border-line bg-raised py-2 pr-8 pl-3 text-sm font-medium hover:border-line-strong"
      >
        {organizations.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <ChevronsUpDown
        aria-hidden
        size={15}
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-muted"
      />
    </div>
  )
}
