/** Where people ask for a larger plan, and where they meet, as far as the operator has named such places. */
import { useQuery } from '@tanstack/react-query'
import { platformQuery } from '../../api/platform'

export function TalkToUs() {
  const { data } = useQuery(platformQuery)
  if (!data?.contactUrl && !data?.communityUrl) return null
  return (
    <span className="flex flex-wrap gap-x-4 text-sm">
      {data.contactUrl !== null && (
        <a className="link" href={data.contactUrl}>
          Talk to us
        </a>
      )}
      {data.communityUrl !== null && (
        <a className="link" href={data.communityUrl}>
          Ask the community
        </a>
      )}
    </span>
  )
}
