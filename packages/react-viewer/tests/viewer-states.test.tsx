// @vitest-environment jsdom
import { cleanup, configure, render, screen, waitFor } from '@testing-library/react'
import { ModelProvider, useModelContext, type VectrealError, VectrealViewer } from '@vectreal/react-viewer'
import { StrictMode } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const KEY = `vctrl_${'k'.repeat(43)}`
const BASE = 'https://api.example'

// Parts that come in chunks of their own take their time on a busy machine.
configure({ asyncUtilTimeout: 20_000 })

beforeEach(() => {
  // jsdom lays nothing out: everything is in sight.
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(private readonly report: (entries: object[]) => void) {}
      observe() {
        this.report([{ isIntersecting: true }])
      }
      disconnect() {}
    },
  )
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const refuse = (status: number, code: string, layer: string) =>
  vi.fn<typeof fetch>(async () =>
    Response.json(
      { status, code, layer, requestId: 'req-7' },
      { status, headers: { 'content-type': 'application/problem+json' } },
    ),
  )

test('a visitor of a public site reads a calm line, and no reason', async () => {
  const onError = vi.fn<(error: VectrealError) => void>()
  render(
    <ModelProvider
      sceneId="calm"
      apiKey={KEY}
      baseUrl={BASE}
      fetch={refuse(403, 'domain_not_allowed', 'domain')}
    >
      <VectrealViewer alt="A car" debug={false} onError={onError} poster="/car.png" />
    </ModelProvider>,
  )
  // No button: another try would be refused as well.
  expect((await screen.findByRole('alert')).textContent).toBe('The 3D view is not available at the moment.')
  expect(screen.getByAltText('A car').getAttribute('src')).toBe('/car.png')
  expect(onError).toHaveBeenCalledOnce()
  expect(onError.mock.calls[0]?.[0]).toMatchObject({
    code: 'domain_not_allowed',
    layer: 'domain',
    status: 403,
  })
})

test.each([undefined, null])('props that are %s are left out', async (nothing) => {
  const names = [
    'alt',
    'lang',
    'loading',
    'poster',
    'messages',
    'settings',
    'toolbar',
    'ar',
    'camera',
    'variant',
  ]
  const given = Object.fromEntries(names.map((name) => [name, nothing]))
  const fetch = refuse(403, 'domain_not_allowed', 'domain')
  const { unmount } = render(
    <ModelProvider sceneId={`left-out-${nothing}`} apiKey={KEY} baseUrl={BASE} fetch={fetch}>
      <VectrealViewer {...given} debug={false} />
    </ModelProvider>,
  )
  expect((await screen.findByRole('alert')).textContent).toBe('The 3D view is not available at the moment.')
  unmount()
  vi.spyOn(console, 'error').mockImplementation(() => {})
  expect(() =>
    render(<VectrealViewer {...{ sceneId: nothing as never, apiKey: KEY, baseUrl: BASE }} />),
  ).toThrow('VectrealViewer needs a scene')
})

test('the site builder reads code, layer, remedy and request', async () => {
  render(
    <ModelProvider
      sceneId="debug"
      apiKey={KEY}
      baseUrl={BASE}
      fetch={refuse(403, 'project_out_of_scope', 'project')}
    >
      <VectrealViewer alt="A car" debug />
    </ModelProvider>,
  )
  const panel = await screen.findByRole('alert')
  for (const text of ['project_out_of_scope', 'project', 'req-7', 'covers the project']) {
    expect(panel.textContent).toContain(text)
  }
})

test('loading shows a progressbar with a name, and the root says that it is busy', async () => {
  render(
    <ModelProvider sceneId="slow" apiKey={KEY} baseUrl={BASE} fetch={() => new Promise(() => {})}>
      <VectrealViewer alt="A car" id="car" />
    </ModelProvider>,
  )
  expect(await screen.findByRole('progressbar', { name: 'Loading 3D view' })).toBeTruthy()
  expect(document.querySelector('#car')?.getAttribute('aria-busy')).toBe('true')
})

test('with loading="interaction" nothing is asked for until the visitor asks', async () => {
  const fetch = vi.fn<typeof globalThis.fetch>(() => new Promise(() => {}))
  render(
    <ModelProvider sceneId="click" apiKey={KEY} baseUrl={BASE} fetch={fetch}>
      <VectrealViewer alt="A car" loading="interaction" />
    </ModelProvider>,
  )
  const button = await screen.findByRole('button', { name: 'View in 3D' })
  expect(fetch).not.toHaveBeenCalled()
  button.click()
  await waitFor(() => expect(fetch).toHaveBeenCalledOnce())
})

test('without a connection it says so, and goes on when there is one', async () => {
  const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  const fetch = vi.fn<typeof globalThis.fetch>(() => new Promise(() => {}))
  render(
    <ModelProvider sceneId="offline" apiKey={KEY} baseUrl={BASE} fetch={fetch}>
      <VectrealViewer alt="A car" id="offline" />
    </ModelProvider>,
  )
  await screen.findByText(/You are offline/)
  expect(document.querySelector('#offline')?.getAttribute('data-vectreal-state')).toBe('offline')
  expect(fetch).not.toHaveBeenCalled()
  online.mockReturnValue(true)
  window.dispatchEvent(new Event('online'))
  await waitFor(() => expect(fetch).toHaveBeenCalledOnce())
})

test('with Save-Data the visitor is asked first', async () => {
  Object.defineProperty(navigator, 'connection', { value: { saveData: true }, configurable: true })
  const fetch = vi.fn<typeof globalThis.fetch>(() => new Promise(() => {}))
  render(
    <ModelProvider sceneId="save" apiKey={KEY} baseUrl={BASE} fetch={fetch}>
      <VectrealViewer alt="A car" />
    </ModelProvider>,
  )
  expect(await screen.findByRole('button', { name: 'View in 3D' })).toBeTruthy()
  expect(fetch).not.toHaveBeenCalled()
  Reflect.deleteProperty(navigator, 'connection')
})

test('a key that comes as a promise is asked for once in StrictMode', async () => {
  const fetch = refuse(401, 'key_expired', 'key')
  const apiKey = vi.fn<() => Promise<string>>(() => Promise.resolve(KEY))
  render(
    <StrictMode>
      <ModelProvider sceneId="promise" apiKey={apiKey} baseUrl={BASE} fetch={fetch}>
        <VectrealViewer alt="A car" />
      </ModelProvider>
    </StrictMode>,
  )
  await screen.findByRole('alert')
  const headers = new Headers(fetch.mock.calls[0]?.[1]?.headers)
  expect(headers.get('authorization')).toBe(`Bearer ${KEY}`)
  expect(fetch).toHaveBeenCalledOnce()
})

test('leaving aborts the request', async () => {
  let signal: AbortSignal | null | undefined
  const fetch: typeof globalThis.fetch = (_url, init) => {
    signal = init?.signal
    return new Promise(() => {})
  }
  const { unmount } = render(
    <ModelProvider sceneId="leave" apiKey={KEY} baseUrl={BASE} fetch={fetch}>
      <VectrealViewer alt="A car" />
    </ModelProvider>,
  )
  await waitFor(() => expect(signal).toBeDefined())
  unmount()
  await waitFor(() => expect(signal?.aborted).toBe(true))
})

test('the context tells phase, error and retry', async () => {
  function Status() {
    const { phase, error, progress, retry } = useModelContext()
    return (
      <p>
        {phase} {error?.code} {progress} <button onClick={retry}>again</button>
      </p>
    )
  }
  const fetch = refuse(404, 'scene_not_found', 'organization')
  render(
    <ModelProvider sceneId="context" apiKey={KEY} baseUrl={BASE} fetch={fetch} loading="eager">
      <Status />
    </ModelProvider>,
  )
  await screen.findByText(/error scene_not_found 0/)
  screen.getByRole('button', { name: 'again' }).click()
  await waitFor(() => expect(fetch).toHaveBeenCalledTimes(2))
})

test('a hook outside its provider names both and the fix', () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  function Lost() {
    useModelContext()
    return null
  }
  expect(() => render(<Lost />)).toThrow(
    /useModelContext needs a provider above it: wrap the component in <ModelProvider/,
  )
  expect(() => render(<VectrealViewer alt="A car" />)).toThrow(/VectrealViewer needs a scene/)
})

test('a missing key is a state, not a crash', async () => {
  const fetch = vi.fn<typeof globalThis.fetch>()
  render(<VectrealViewer sceneId="nokey" apiKey={undefined} baseUrl={BASE} alt="A car" debug />)
  expect((await screen.findByRole('alert')).textContent).toContain('missing_token')
  expect(fetch).not.toHaveBeenCalled()
})

test.each([
  ['is told to the platform without the key', undefined, 1],
  ['is told to nobody where reports are switched off', 0, 0],
])('a failure that only the page sees %s', async (_what, reports, told) => {
  const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response('<p>Some other server</p>'))
  const { unmount } = render(
    <ModelProvider sceneId={`told-${told}`} apiKey={KEY} baseUrl={BASE} fetch={fetch} reports={reports}>
      <VectrealViewer alt="A car" />
    </ModelProvider>,
  )
  await screen.findByRole('alert')
  const asked = fetch.mock.calls.length
  unmount()
  await waitFor(() => expect(fetch).toHaveBeenCalledTimes(asked + told))
  const [url, init] = fetch.mock.calls[asked] ?? []
  if (told === 0) return
  expect(url).toBe(`${BASE}/api/embed/reports`)
  expect(JSON.parse(String(init?.body))).toMatchObject({
    reports: [{ sceneId: 'told-1', code: 'unexpected_response' }],
  })
  expect(JSON.stringify(init)).not.toContain(KEY)
})
