/** Whether a project is for signed-in visitors alone: what that means, before it is switched. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { changeProject, projectQuery, projectsKey } from '../../api/projects'
import type { Project } from '../../api/types'
import { may, useOrganization } from '../../app/session'
import { announce } from '../../ui/announcer'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { Section } from '../../ui/page'
import { docsUrl, pageUrl } from '../../url'

export function VisitorTokenSection({ project }: { project: Project }) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const isOn = project.requireVisitorToken
  const save = async () => {
    const saved = await changeProject(organization.id, project.id, { requireVisitorToken: !isOn })
    queryClient.setQueryData(projectQuery(organization.id, project.id).queryKey, saved)
    await queryClient.invalidateQueries({ queryKey: projectsKey(organization.id) })
    announce(isOn ? 'API keys show these scenes again.' : 'Only visitor tokens show these scenes.')
  }
  return (
    <Section
      title="Who may see the scenes"
      lead={
        <>
          An API key in a page is public: everybody who opens the page sees its scenes. A visitor token is
          signed by your own server for one signed-in visitor and ends within a day.{' '}
          <a className="link" href={docsUrl.visitorTokens}>
            How visitor tokens work
          </a>
        </>
      }
    >
      <div className="card flex flex-wrap items-center justify-between gap-4 p-5 text-sm">
        <div>
          <p className="flex items-center gap-2 font-medium">
            Signed-in visitors only
            <Badge tone={isOn ? 'ok' : 'neutral'}>{isOn ? 'On' : 'Off'}</Badge>
          </p>
          <p className="mt-1 text-muted">
            {isOn
              ? 'Plain API keys are refused here. Visitors without a token are asked to sign in.'
              : 'API keys and visitor tokens both show these scenes.'}
          </p>
        </div>
        {may.manageProjects(organization.role) && (
          <Button kind={isOn ? 'secondary' : 'primary'} onClick={() => setAsking(true)}>
            {isOn ? 'Allow API keys again' : 'Require a visitor token'}
          </Button>
        )}
      </div>
      {asking && !isOn && (
        <ConfirmDialog
          kind="primary"
          title="Require a visitor token?"
          description="Every page that shows a scene of this project with an API key is refused from its next request on."
          confirm="Require it"
          onConfirm={save}
          onClose={() => setAsking(false)}
        >
          <ol className="list-decimal space-y-1 pl-5 text-sm">
            <li>
              Create a{' '}
              <Link className="link" to={pageUrl.newSigningKey({ projectIds: [project.id] })}>
                signing key
              </Link>{' '}
              for this project and keep it on your server.
            </li>
            <li>Let your server sign a token for each signed-in visitor, and put that into the page.</li>
            <li>
              Set <code>sign-in-url</code> on the embed: visitors without a token are asked to sign in, with
              that link.
            </li>
          </ol>
        </ConfirmDialog>
      )}
      {asking && isOn && (
        <ConfirmDialog
          title="Allow API keys again?"
          description="Everybody who can open a page with one of your keys then sees these scenes, signed in or not."
          confirm="Allow API keys"
          onConfirm={save}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  )
}
