/** Which projects a new key is for: the choice of an API key and of a signing key. */
import { useEffect } from 'react'
import { CARDS_PAGE } from '../../api/pages'
import { namedProjects, projectPages } from '../../api/projects'
import type { Project } from '../../api/types'
import { useNamed } from '../../api/use-named'
import { Checkbox, CheckboxGroup } from '../../forms/field'
import { MoreButton } from '../../table/long-list-view'
import { SearchField } from '../../table/search-field'
import { useLongList } from '../../table/use-long-list'

interface ProjectsFieldProps {
  readonly organizationId: string
  /** Of a form: the ids that are chosen. */
  readonly field: {
    readonly name: string
    readonly value: readonly string[]
    readonly onChange: (ids: readonly string[]) => void
    readonly onBlur: () => void
    readonly ref: (input: HTMLInputElement | null) => void
  }
  readonly error: string | undefined
  readonly hint: string
  readonly hintOf: (project: Project) => string | undefined
}

export function ProjectsField({ organizationId, field, error, hint, hintOf }: ProjectsFieldProps) {
  const { value: chosen, onChange } = field
  const list = useLongList((q) => projectPages(organizationId, q, CARDS_PAGE))
  const found = list.data ?? []
  const others = list.data === undefined ? [] : chosen.filter((id) => !found.some((one) => one.id === id))
  const { named, isComplete } = useNamed(others, namedProjects(organizationId))
  const unknown = isComplete ? others.filter((id) => !named.has(id)) : []
  useEffect(() => {
    // A link may name projects that are deleted by now.
    if (unknown.length > 0) onChange(chosen.filter((id) => !unknown.includes(id)))
  })
  // What is chosen stays in sight, whatever is searched.
  const elsewhere = others.flatMap((id) => named.get(id) ?? [])
  const shown = [...elsewhere, ...found.filter((project) => isFound(project, list))]
  const toggle = (id: string, isChosen: boolean) =>
    onChange(isChosen ? [...chosen, id] : chosen.filter((one) => one !== id))
  return (
    <div className="space-y-2">
      <CheckboxGroup legend="Projects" hint={hint} error={error}>
        {(list.isSearchedByServer || list.search !== '') && (
          <div className="flex">
            <SearchField label="Search projects" value={list.search} onChange={list.setSearch} />
          </div>
        )}
        {list.data === undefined && !list.isError && <p className="text-sm text-muted">Loading projects…</p>}
        {list.isError && <p className="text-sm text-danger">The projects could not be loaded.</p>}
        {list.data !== undefined && shown.length === 0 && (
          <p className="text-sm text-muted">
            {list.search === ''
              ? 'This organization has no project yet. Create one first.'
              : 'No project matches.'}
          </p>
        )}
        {shown.map((project, index) => (
          <Checkbox
            key={project.id}
            {...(index === 0 && { ref: field.ref })}
            name={field.name}
            value={project.id}
            label={project.name}
            hint={hintOf(project)}
            checked={chosen.includes(project.id)}
            onChange={({ target }) => toggle(project.id, target.checked)}
            onBlur={field.onBlur}
          />
        ))}
        <MoreButton list={list} />
      </CheckboxGroup>
      {list.isSearchedByServer && <p className="text-xs text-muted">{chosen.length} chosen</p>}
    </div>
  )
}

const isFound = ({ name }: Project, list: { search: string; isSearchedByServer: boolean }) =>
  list.isSearchedByServer || name.toLowerCase().includes(list.search.trim().toLowerCase())
