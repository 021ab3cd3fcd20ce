// @vitest-environment jsdom
/** How a site tests its pages: `mockScenes` in place of network and WebGL, everything else as visitors have it. */
import { act, cleanup, configure, render, screen, waitFor } from '@testing-library/react'
import { ModelProvider, useModel, useModelContext, VectrealViewer } from '@vectreal/react-viewer'
import type { VectrealError, VectrealViewerHandle, VectrealViewerProps } from '@vectreal/react-viewer'
import { type MockedScenes, mockScenes } from '@vectreal/react-viewer/testing'
import { StrictMode, Suspense, useRef } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const SOURCE = { apiKey: `vctrl_${'k'.repeat(43)}`, baseUrl: 'https://vectreal.example' }

/** A page as a site writes it. */
function Product(props: VectrealViewerProps) {
  const viewer = useRef<VectrealViewerHandle>(null)
  return (
    <>
      <VectrealViewer ref={viewer} sceneId="chair" {...SOURCE} alt="A chair" {...props} />
      <button type="button" onClick={() => void viewer.current?.setVariant('Red')}>
        Red
      </button>
    </>
  )
}

// Parts that come in chunks of their own take their time on a busy machine.
configure({ asyncUtilTimeout: 20_000 })

const phaseOf = (name: string) => screen.getByTestId(name).dataset['vectrealState']
const surface = () => screen.findByRole('application', { name: 'A chair' })

let scenes: MockedScenes
const fetched = vi.fn<typeof fetch>()
beforeEach(() => {
  vi.stubGlobal('fetch', fetched)
})
afterEach(() => {
  cleanup()
  scenes.restore()
  vi.unstubAllGlobals()
})

test('a page shows its scene, and what it asks of it is written down', async () => {
  scenes = mockScenes({ variants: ['Red', 'Blue'] })
  const onLoad = vi.fn<() => void>()
  render(
    <StrictMode>
      <Product onLoad={onLoad} loading="eager" />
    </StrictMode>,
  )
  await surface()
  await waitFor(() => expect(onLoad).toHaveBeenCalled())
  screen.getByRole('button', { name: 'Red' }).click()
  await waitFor(() =>
    expect(scenes.actions).toContainEqual({ sceneId: 'chair', action: 'setVariant', value: 'Red' }),
  )
  expect(fetched).not.toHaveBeenCalled()
})

test('visitors find the toolbar, and their choice reaches the scene', async () => {
  scenes = mockScenes({ variants: ['Red', 'Blue'], cameras: ['Top'] })
  render(<Product toolbar="variants cameras" />)
  ;(await screen.findByRole('button', { name: 'Variant' })).click()
  ;(await screen.findByRole('radio', { name: 'Blue' })).click()
  expect(scenes.actions.at(-1)).toEqual({ sceneId: 'chair', action: 'setVariant', value: 'Blue' })
})

test('every state can be shown: progress, offline, a lost context, a failure with what it says', async () => {
  scenes = mockScenes({ state: 'manifest' })
  const onError = vi.fn<(error: VectrealError) => void>()
  const { container } = render(<Product onError={onError} debug={false} />)
  const phase = () => container.querySelector<HTMLElement>('[data-vectreal-viewer]')?.dataset['vectrealState']
  expect(phase()).toBe('manifest')
  scenes.show({ downloading: 0.4 })
  expect((await screen.findByRole('progressbar')).getAttribute('aria-valuenow')).toBe('40')
  scenes.show('offline')
  expect(screen.getByText(/You are offline/)).toBeTruthy()
  scenes.show('ready')
  await waitFor(() => expect(phase()).toBe('ready'))
  scenes.show('context-lost')
  expect(phase()).toBe('context-lost')
  scenes.show('ready')
  expect(phase()).toBe('ready')
  scenes.show({ error: 'key_expired' })
  expect((await screen.findByRole('alert')).textContent).toContain('not available')
  expect(onError.mock.lastCall?.[0]).toMatchObject({ code: 'key_expired', layer: 'key' })
})

test('hotspots are pressed by their id, in the scene that is meant', async () => {
  scenes = mockScenes((sceneId) => ({ name: sceneId }))
  const pressed = vi.fn<(id: string) => void>()
  const other = vi.fn<(id: string) => void>()
  render(
    <>
      <VectrealViewer sceneId="chair" {...SOURCE} onHotspot={pressed} />
      <VectrealViewer sceneId="table" {...SOURCE} onHotspot={other} />
    </>,
  )
  await screen.findByRole('application', { name: 'chair' })
  await screen.findByRole('application', { name: 'table' })
  scenes.pressHotspot('seat', 'chair')
  expect(pressed.mock.calls).toEqual([['seat']])
  expect(other).not.toHaveBeenCalled()
})

test('hooks read the scene: context, retry and Suspense', async () => {
  scenes = mockScenes({ state: { error: 'network' }, animations: ['Open'] })
  function Status() {
    const { phase, error, retry } = useModelContext()
    return (
      <p data-testid="status" data-vectreal-state={phase}>
        {error?.code} <button onClick={retry}>again</button>
      </p>
    )
  }
  function Clips() {
    return <p>{useModel().clips.join()}</p>
  }
  render(
    <ModelProvider sceneId="chair" {...SOURCE} loading="eager">
      <Status />
    </ModelProvider>,
  )
  await waitFor(() => expect(phaseOf('status')).toBe('error'))
  screen.getByRole('button', { name: 'again' }).click()
  expect(scenes.actions.filter(({ action }) => action === 'load')).toHaveLength(2)
  cleanup()
  scenes.restore()
  scenes = mockScenes({ animations: ['Open', 'Close'] })
  // What suspends at first is awaited, as with any other promise in React.
  await act(async () =>
    render(
      <ModelProvider sceneId="chair" {...SOURCE}>
        <Suspense fallback="waiting">
          <Clips />
        </Suspense>
      </ModelProvider>,
    ),
  )
  expect(screen.getByText('Open,Close')).toBeTruthy()
})

test('one test at a time: mocks do not stack, and restore leaves the browser as it was', () => {
  const before = 'IntersectionObserver' in globalThis
  scenes = mockScenes()
  expect(() => mockScenes()).toThrow(/mocked already: call restore\(\)/)
  scenes.restore()
  expect('IntersectionObserver' in globalThis).toBe(before)
  scenes = mockScenes()
})
