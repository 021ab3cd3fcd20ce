import { Compass } from 'lucide-react'
import { ButtonLink } from '../ui/button'
import { PageView } from '../ui/page'
import { EmptyState } from '../ui/states'
import { pageUrl } from '../url'

export function Component() {
  return (
    <PageView title="Page not found">
      <EmptyState
        icon={<Compass aria-hidden size={22} />}
        title="We couldn’t find this page"
        action={<ButtonLink to={pageUrl.overview}>Go to the overview</ButtonLink>}
      >
        The link may be old or mistyped.
      </EmptyState>
    </PageView>
  )
}
