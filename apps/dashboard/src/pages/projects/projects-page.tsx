import { FolderKanban, Globe, Laptop, Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { CARDS_PAGE } from '../../api/pages'
import { projectPages } from '../../api/projects'
import { may, useOrganization } from '../../app/session'
import { LongListView } from '../../table/long-list-view'
import { useLongList } from '../../table/use-long-list'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { PageView } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { EmptyState } from '../../ui/states'
import { pageUrl } from '../../url'

// Forms bring their validation along; the page shows without it.
const CreateProjectDialog = lazy(async () => ({
  default: (await import('./create-project-dialog')).CreateProjectDialog,
}))

export function Component() {
  const organization = useOrganization()
  const projects = useLongList((q) => projectPages(organization.id, q, CARDS_PAGE))
  const [creating, setCreating] = useState(false)
  const navigate = useNavigate()
  const manages = may.manageProjects(organization.role)
  const create = (
    <Button kind="primary" icon={<Plus aria-hidden size={17} />} onClick={() => setCreating(true)}>
      Create project
    </Button>
  )
  return (
    <PageView
      title="Projects"
      lead="A project holds scenes and the list of domains that may embed them. Use one project per site or environment, so that each key can show as little as possible."
      actions={manages && create}
    >
      <QueryView query={projects}>
        {(rows) =>
          rows.length === 0 && projects.search === '' ? (
            <EmptyState icon={<FolderKanban aria-hidden size={22} />} title="No projects yet">
              {manages
                ? 'Create the first one to put scenes into it.'
                : 'An owner or admin creates projects.'}
            </EmptyState>
          ) : (
            <LongListView
              list={projects}
              search="Search projects"
              noMatch="No project matches."
              textOf={({ name }) => name}
            >
              {(shown) => (
                <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
                  {shown.map((project) => (
                    <li
                      key={project.id}
                      className="card relative flex flex-col gap-3 p-5 hover:border-line-strong"
                    >
                      <h2 className="user-text font-semibold">
                        {/* The link covers its card. */}
                        <Link
                          to={pageUrl.project(project.id)}
                          className="after:absolute after:inset-0 after:rounded-xl"
                        >
                          {project.name}
                        </Link>
                      </h2>
                      <div className="flex flex-1 flex-wrap content-start gap-1.5">
                        {project.allowedDomains.length === 0 && <Badge tone="warn">No domains</Badge>}
                        {project.allowedDomains.slice(0, 3).map((domain) => (
                          <Badge key={domain} title={domain}>
                            <Globe aria-hidden size={12} />
                            <span className="truncate">{domain}</span>
                          </Badge>
                        ))}
                        {project.allowedDomains.length > 3 && (
                          <Badge>+{project.allowedDomains.length - 3}</Badge>
                        )}
                        {project.allowLocalhost && (
                          <Badge>
                            <Laptop aria-hidden size={12} />
                            localhost
                          </Badge>
                        )}
                      </div>
                    </li>
                  ))}
                </ul>
              )}
            </LongListView>
          )
        }
      </QueryView>
      {creating && (
        <Suspense fallback={null}>
          <CreateProjectDialog
            onCreated={(project) => void navigate(pageUrl.project(project.id))}
            onClose={() => setCreating(false)}
          />
        </Suspense>
      )}
    </PageView>
  )
}
