import { useQueryClient } from '@tanstack/react-query'
import { normalizeDomainPattern } from '@vectreal/auth-core/normalize'
import { z } from 'zod'
import { createProject, projectsKey } from '../../api/projects'
import type { Project } from '../../api/types'
import { CredentialsForm } from '../../forms/credentials-form'
import { describedSchema } from '../api-keys/key-text-schema'

const schema = z.object({
  name: describedSchema.shape.name,
  domain: z.string().superRefine((text, context) => {
    if (text.trim() === '') return
    const result = normalizeDomainPattern(text)
    if (!result.ok) context.addIssue({ code: 'custom', message: result.message })
  }),
})

interface FirstProjectProps {
  readonly organizationId: string
  readonly onCreated: (project: Project) => void
}

export function FirstProject({ organizationId, onCreated }: FirstProjectProps) {
  const queryClient = useQueryClient()
  return (
    <CredentialsForm
      schema={schema}
      fields={[
        {
          name: 'name',
          label: 'Name',
          autoComplete: 'off',
          hint: 'The site or campaign that shows the models.',
        },
        {
          name: 'domain',
          label: 'Domain (optional)',
          autoComplete: 'off',
          hint: 'Where your page will be, such as www.example.com. localhost works without it.',
        },
      ]}
      submit="Create project"
      onSubmit={async ({ name, domain }) => {
        const allowedDomains = domain.trim() === '' ? [] : [domain]
        const project = await createProject(organizationId, { name, allowedDomains })
        onCreated(project)
        await queryClient.invalidateQueries({ queryKey: projectsKey(organizationId) })
      }}
    />
  )
}
