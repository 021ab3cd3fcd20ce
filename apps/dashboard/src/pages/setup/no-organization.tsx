import { ButtonLink } from '../../ui/button'
import { PageView } from '../../ui/page'
import { pageUrl } from '../../url'

/** What every page shows to someone who belongs to no organization yet. */
export function NoOrganization() {
  return (
    <PageView
      title="Set up your first project"
      lead="Scenes, projects and API keys belong to an organization, and you are not in one yet."
    >
      <div className="card max-w-2xl space-y-4 p-6 text-sm">
        <p>
          The setup takes about three minutes: name your organization, create a project, add a model, publish
          it, and copy the snippet with its key into your page.
        </p>
        <p className="text-muted">
          Were you invited to an organization? Open the link that you were given; you will join it there.
        </p>
        <ButtonLink to={pageUrl.setup} kind="primary">
          Start the setup
        </ButtonLink>
      </div>
    </PageView>
  )
}
