/** How a scene is shown: every setting with its range and default. Stored sparse, delivered whole. */
import { z } from 'zod'
import { idSchema, textSchema } from './text.js'

const finite = z.number().min(-1e9).max(1e9)
const point = z.tuple([finite, finite, finite])
const name = textSchema(200).refine((text) => text !== '', 'must not be empty')
const url = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .max(2048)
  .or(z.literal(''))

const background = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('transparent') }),
  z.strictObject({
    kind: z.literal('color'),
    color: z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #a0b0c0'),
  }),
  z.strictObject({ kind: z.literal('environment'), blur: z.number().min(0).max(1).default(0) }),
])
const environment = z.strictObject({
  preset: z.enum(['neutral', 'studio', 'soft', 'none']).default('neutral'),
  intensity: z.number().min(0).max(10).default(1),
  rotationDegrees: z.number().min(-360).max(360).default(0),
})
const shadow = z.strictObject({
  kind: z.enum(['contact', 'none']).default('contact'),
  opacity: z.number().min(0).max(1).default(0.5),
  softness: z.number().min(0).max(1).default(0.5),
})
const controls = z.strictObject({
  orbit: z.boolean().default(true),
  zoom: z.boolean().default(true),
  pan: z.boolean().default(true),
  autoRotate: z.boolean().default(false),
  autoRotateDegreesPerSecond: z.number().min(-360).max(360).default(30),
  minDistance: z.number().min(0).max(1e9).nullable().default(null),
  maxDistance: z.number().min(0).max(1e9).nullable().default(null),
  minPolarDegrees: z.number().min(0).max(180).default(0),
  maxPolarDegrees: z.number().min(0).max(180).default(180),
})
const camera = z.strictObject({
  name,
  position: point,
  target: point,
  fovDegrees: z.number().min(1).max(170).default(45),
})
const animation = z.strictObject({
  autoplay: z.boolean().default(true),
  clip: name.nullable().default(null),
  loop: z.enum(['repeat', 'once', 'pingpong']).default('repeat'),
  speed: z.number().min(-10).max(10).default(1),
})
const hotspot = z.strictObject({
  id: idSchema,
  label: textSchema(200),
  description: textSchema(2000).default(''),
  position: point,
  normal: point.nullable().default(null),
  camera: name.nullable().default(null),
})
const credit = z.strictObject({
  title: textSchema(200).default(''),
  author: textSchema(200).default(''),
  licence: textSchema(200).default(''),
  sourceUrl: url.default(''),
})

const distinct = <Item>(what: string, of: (item: Item) => string) =>
  [(items: Item[]) => new Set(items.map(of)).size === items.length, `must have distinct ${what}`] as const

const cameras = z
  .array(camera)
  .max(50)
  .refine(...distinct<z.output<typeof camera>>('names', ({ name }) => name))
const hotspots = z
  .array(hotspot)
  .max(200)
  .refine(...distinct<z.output<typeof hotspot>>('ids', ({ id }) => id))

const groups = {
  background,
  environment,
  toneMapping: z.enum(['neutral', 'agx', 'aces', 'reinhard', 'cineon', 'linear', 'none']),
  exposure: z.number().min(0.05).max(8),
  shadow,
  controls,
  cameras,
  initialCamera: name.nullable(),
  animation,
  variant: name.nullable(),
  hotspots,
  alt: textSchema(500),
  credit: credit.nullable(),
}

/** Whole settings: what an embed receives. Parsing sparse settings fills the defaults in. */
export const sceneSettingsSchema = z
  .strictObject({
    background: groups.background.default({ kind: 'transparent' }),
    environment: groups.environment.prefault({}),
    toneMapping: groups.toneMapping.default('neutral'),
    exposure: groups.exposure.default(1),
    shadow: groups.shadow.prefault({}),
    controls: groups.controls.prefault({}),
    cameras: groups.cameras.default([]),
    initialCamera: groups.initialCamera.default(null),
    animation: groups.animation.prefault({}),
    variant: groups.variant.default(null),
    hotspots: groups.hotspots.default([]),
    alt: groups.alt.default(''),
    credit: groups.credit.default(null),
  })
  .meta({ id: 'SceneSettings' })
/** How a scene is shown, with every default filled in. */
export type SceneSettings = z.output<typeof sceneSettingsSchema>

/** What a client sends: the groups to set; null puts a group back to its default, absent ones stay as they are. */
export const sceneSettingsPatchSchema = z
  .strictObject({
    background: groups.background.nullable(),
    environment: groups.environment.nullable(),
    toneMapping: groups.toneMapping.nullable(),
    exposure: groups.exposure.nullable(),
    shadow: groups.shadow.nullable(),
    controls: groups.controls.nullable(),
    cameras: groups.cameras.nullable(),
    initialCamera: groups.initialCamera,
    animation: groups.animation.nullable(),
    variant: groups.variant,
    hotspots: groups.hotspots.nullable(),
    alt: groups.alt.nullable(),
    credit: groups.credit,
  })
  .partial()
  .refine(
    ({ controls: c }) =>
      !c || c.minDistance === null || c.maxDistance === null || c.minDistance <= c.maxDistance,
    { path: ['controls', 'minDistance'], message: 'must not exceed maxDistance' },
  )
  .refine(({ controls: c }) => !c || c.minPolarDegrees <= c.maxPolarDegrees, {
    path: ['controls', 'minPolarDegrees'],
    message: 'must not exceed maxPolarDegrees',
  })
  .meta({ id: 'SceneSettingsPatch' })
/** A change of settings, as a client sends it. */
export type SceneSettingsPatch = z.output<typeof sceneSettingsPatchSchema>

export const DEFAULT_SCENE_SETTINGS: SceneSettings = sceneSettingsSchema.parse({})

/** Sparse settings as stored, with every default filled in. */
export function resolveSceneSettings(stored: Readonly<Record<string, unknown>>): SceneSettings {
  return { ...DEFAULT_SCENE_SETTINGS, ...(stored as Partial<SceneSettings>) }
}
