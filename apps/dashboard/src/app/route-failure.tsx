/** A page that could not be loaded or drawn. The rest of the dashboard stays usable. */
import { useRouteError } from 'react-router'
import { ApiError, networkError } from '../api/problem'
import { FailedState } from '../ui/states'

export function RouteFailure() {
  const error = useRouteError()
  // A chunk that cannot be fetched (offline, or a newer version was deployed) rejects with a TypeError.
  const shown = error instanceof ApiError ? error : error instanceof TypeError ? networkError(error) : crash()
  return (
    <div className="mx-auto w-full max-w-3xl px-4 py-12">
      <FailedState error={shown} onRetry={() => window.location.reload()} />
    </div>
  )
}

function crash(): ApiError {
  return new ApiError({
    code: 'page_failed',
    status: 500,
    title: 'This page could not be shown',
    detail: 'Reload the page. If that doesn’t help, tell your platform’s administrator what you did.',
    requestId: null,
    errors: [],
    extra: {},
  })
}
