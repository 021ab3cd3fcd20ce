import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { DEFAULT_SCENE_SETTINGS, type SceneSettings } from '@vectreal/scene-format'
import type { LoadedModel } from '@vectreal/viewer-core'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { arFilesQuery, type SceneArFiles } from '../../../api/scenes'
import { organizationsQuery, OrganizationScope } from '../../../app/session'
import { ArGroup } from './ar-group'

const ORGANIZATION = { id: 'studio', name: 'Studio', slug: 'studio', role: 'owner' }

const modelOf = (width: number, height: number, depth: number): LoadedModel =>
  ({
    createInstance: () => ({
      restBox: () => ({ min: { x: 0, y: 0, z: 0 }, max: { x: width, y: height, z: depth } }),
    }),
  }) as unknown as LoadedModel

interface Shown {
  readonly settings?: Partial<SceneSettings>
  readonly files?: SceneArFiles
  readonly model?: LoadedModel | null
  readonly disabled?: boolean
}

function show({ settings = {}, files, model = null, disabled = false }: Shown) {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  queries.setQueryData(organizationsQuery.queryKey, [ORGANIZATION] as never)
  if (files !== undefined) queries.setQueryData(arFilesQuery(ORGANIZATION.id, 'chair').queryKey, files)
  const onChange = vi.fn<(change: Partial<SceneSettings>) => void>()
  render(
    <QueryClientProvider client={queries}>
      <OrganizationScope none={null}>
        <ArGroup
          sceneId="chair"
          model={model}
          settings={{ ...DEFAULT_SCENE_SETTINGS, ...settings }}
          disabled={disabled}
          onChange={onChange}
        />
      </OrganizationScope>
    </QueryClientProvider>,
  )
  // Closed until somebody opens it.
  const group = screen.getByText('Augmented reality').closest('details') as HTMLDetailsElement
  group.open = true
  return onChange
}

const ar = (change: Partial<SceneSettings['ar']> = {}) => ({ ...DEFAULT_SCENE_SETTINGS.ar, ...change })
const MADE: SceneArFiles = {
  glb: { status: 'made', bytes: 94_000 },
  usdz: { status: 'none', reason: 'A USDZ cannot hold a skeleton.' },
} as SceneArFiles

test('turns AR on, and chooses where and how large it stands, each without the rest', async () => {
  const onChange = show({ files: MADE })
  const user = userEvent.setup()
  await user.click(screen.getByLabelText('Allow viewing in AR'))
  expect(onChange.mock.lastCall).toEqual([{ ar: ar({ enabled: true }) }])
  await user.selectOptions(screen.getByLabelText('Placement'), 'On a wall')
  expect(onChange.mock.lastCall).toEqual([{ ar: ar({ placement: 'wall' }) }])
  await user.selectOptions(screen.getByLabelText('Size'), 'Always real size')
  expect(onChange.mock.lastCall).toEqual([{ ar: ar({ scale: 'fixed' }) }])
})

test('says what each kind of phone gets, and why one gets nothing', () => {
  show({ files: MADE })
  const files = within(screen.getByLabelText('Files for AR'))
  expect(files.getAllByRole('term').map(({ textContent }) => textContent)).toEqual([
    'Android',
    'iPhone and iPad',
  ])
  expect(files.getAllByRole('definition').map(({ textContent }) => textContent)).toEqual([
    '94 KB',
    'No AR. A USDZ cannot hold a skeleton.',
  ])
})

test.each([
  ['asks for the real size of a chair of 850 metres', 850, true, true],
  ['asks for the real size of a ring of 2 millimetres', 0.002, true, true],
  ['does not ask about a chair of 85 centimetres', 0.85, true, false],
  ['does not ask where AR is off', 850, false, false],
])('%s', (_title, height, enabled, asks) => {
  show({ files: MADE, model: modelOf(0.001, height, 0.001), settings: { ar: ar({ enabled }) } })
  expect(screen.queryByText(/^Is it .+ long\?$/) !== null).toBe(asks)
})

test('takes the length of the longest side, and asks no more', async () => {
  const onChange = show({
    files: MADE,
    model: modelOf(425, 850, 425),
    settings: { ar: ar({ enabled: true }) },
  })
  expect(screen.getByText(/^Real size:/).textContent).toContain('425 m × 850 m × 425 m')
  const side = screen.getByLabelText('Longest side, in metres')
  await userEvent.clear(side)
  // Nothing and zero are no length.
  expect(onChange).not.toHaveBeenCalled()
  await userEvent.type(side, '0.85')
  expect(onChange.mock.lastCall).toEqual([
    { dimensions: { ...DEFAULT_SCENE_SETTINGS.dimensions, metresPerUnit: 0.001 } },
  ])
})

test('warns where the toolbar that visitors get has no button for it', () => {
  show({ files: MADE, settings: { ar: ar({ enabled: true }), toolbar: ['reset'] } })
  expect(screen.getByText(/The toolbar has no button for it/)).toBeTruthy()
})

test('lets nobody change anything who may not', () => {
  show({ files: MADE, model: modelOf(1, 1, 1), disabled: true })
  const fields = [
    ...screen.getAllByRole<HTMLSelectElement>('combobox'),
    screen.getByRole<HTMLInputElement>('checkbox'),
    screen.getByRole<HTMLInputElement>('spinbutton'),
  ]
  expect(fields.map((field) => field.disabled)).toEqual([true, true, true, true])
})
