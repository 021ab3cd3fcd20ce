import { PageView } from '../../ui/page'

export function Component() {
  return <PageView title="Setup">{null}</PageView>
}
