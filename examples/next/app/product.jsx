'use client'

import { ModelProvider, useModelContext, VectrealViewer } from '@vectreal/react-viewer'

function Status() {
  const { state } = useModelContext()
  return <output>{state.phase === 'error' ? state.error.hint : state.phase}</output>
}

export function Product(props) {
  return (
    <ModelProvider {...props} loading="eager">
      <div style={{ height: '24rem' }}>
        <VectrealViewer alt="A model you can turn" />
      </div>
      <Status />
    </ModelProvider>
  )
}
