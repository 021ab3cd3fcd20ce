'use client'

import { ModelProvider, useModelContext, VectrealViewer } from '@vectreal/react-viewer'

function Status() {
  const { state } = useModelContext()
  return <output>{state.phase === 'error' ? state.error.hint : state.phase}</output>
}

export function Product(props) {
  return (
    <ModelProvider {...props} loading="eager">
      <VectrealViewer alt="A model you can turn" style={{ height: '24rem' }} />
      <Status />
    </ModelProvider>
  )
}
