import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { apiKeysKey, createApiKey, type IssuedKey } from '../../api/api-keys'
import { asApiError } from '../../api/problem'
import type { Organization, Project, Scene } from '../../api/types'
import { useIdempotencyKey } from '../../forms/use-idempotency-key'
import { Button } from '../../ui/button'
import { CopyButton } from '../../ui/copy-button'
import { ProblemNote } from '../../ui/states'
import { fitName } from '../api-keys/fit-name'
import { LimitNote } from '../api-keys/limit-note'
import { useKeyRoom } from '../api-keys/use-key-room'
import { EmbedSnippets } from '../scenes/embed-snippets'

interface FirstKeyProps {
  readonly organization: Organization
  readonly project: Project
  readonly scene: Scene
  readonly issued: IssuedKey | null
  readonly onIssued: (issued: IssuedKey | null) => void
}

export function FirstKey({ organization, project, scene, issued, onIssued }: FirstKeyProps) {
  const queryClient = useQueryClient()
  const room = useKeyRoom(organization)
  const idempotencyKey = useIdempotencyKey()
  const create = useMutation({
    mutationFn: () => {
      const key = {
        name: fitName(`${project.name} key`),
        projectIds: [project.id],
        expiresInDays: 90,
      } as const
      return createApiKey(organization.id, key, idempotencyKey(key))
    },
    onSuccess: async (response) => {
      onIssued(response)
      await queryClient.invalidateQueries({ queryKey: apiKeysKey(organization.id) })
    },
  })
  useEffect(() => {
    const drop = () => onIssued(null)
    window.addEventListener('pagehide', drop)
    return () => window.removeEventListener('pagehide', drop)
  }, [onIssued])

  if (issued === null) {
    if (room?.full) return <LimitNote room={room} organization={organization.name} />
    return (
      <div className="space-y-4 text-sm">
        <p>
          A key for this project alone that works for 90 days. It’s shown only once, so have your page open.
        </p>
        {create.error && <ProblemNote error={asApiError(create.error)} />}
        <Button kind="primary" busy={create.isPending} onClick={() => create.mutate()}>
          Create the key
        </Button>
      </div>
    )
  }
  return (
    <div className="space-y-5">
      <div>
        <label htmlFor="new-key" className="mb-1.5 block text-sm font-medium">
          Your new key, shown only now
        </label>
        <div className="flex flex-col gap-2 sm:flex-row">
          <input
            id="new-key"
            readOnly
            value={issued.token}
            autoComplete="off"
            spellCheck={false}
            className="control font-mono text-sm"
            onFocus={(event) => event.target.select()}
          />
          <CopyButton kind="primary" label="Copy key" text={issued.token} />
        </div>
      </div>
      <EmbedSnippets scene={scene} token={issued.token} />
    </div>
  )
}
