/** Stands in for a page that is still on its way. */
import { Loading } from '../ui/states'

export function PageLoading() {
  return (
    <div className="mx-auto w-full max-w-6xl px-4 py-9 sm:px-8">
      <Loading />
    </div>
  )
}
