/** How a scene is shown: the settings of scene-format as schemas. Stored sparse, delivered whole. */
import {
  DEFAULT_BACKGROUND_BLUR,
  DEFAULT_FOV_DEGREES,
  DEFAULT_SCENE_SETTINGS as DEFAULTS,
  EMPTY_CREDIT,
  SETTING_CHOICES,
  SETTING_RANGES,
} from '@vectreal/scene-format'
import { z } from 'zod'
import { idSchema, textSchema } from './text.js'

const inRange = (range: keyof typeof SETTING_RANGES) => {
  const [least, most] = SETTING_RANGES[range]
  return z.number().min(least).max(most)
}
const coordinate = inRange('coordinate')
const point = z.tuple([coordinate, coordinate, coordinate])
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
  z.strictObject({
    kind: z.literal('environment'),
    blur: inRange('backgroundBlur').default(DEFAULT_BACKGROUND_BLUR),
  }),
])
const environment = z.strictObject({
  preset: z.enum(SETTING_CHOICES.environmentPreset).default(DEFAULTS.environment.preset),
  intensity: inRange('environmentIntensity').default(DEFAULTS.environment.intensity),
  rotationDegrees: inRange('environmentRotationDegrees').default(DEFAULTS.environment.rotationDegrees),
})
const shadow = z.strictObject({
  kind: z.enum(SETTING_CHOICES.shadowKind).default(DEFAULTS.shadow.kind),
  opacity: inRange('shadowOpacity').default(DEFAULTS.shadow.opacity),
  softness: inRange('shadowSoftness').default(DEFAULTS.shadow.softness),
})
const controls = z.strictObject({
  orbit: z.boolean().default(DEFAULTS.controls.orbit),
  zoom: z.boolean().default(DEFAULTS.controls.zoom),
  pan: z.boolean().default(DEFAULTS.controls.pan),
  autoRotate: z.boolean().default(DEFAULTS.controls.autoRotate),
  autoRotateDegreesPerSecond: inRange('autoRotateDegreesPerSecond').default(
    DEFAULTS.controls.autoRotateDegreesPerSecond,
  ),
  minDistance: inRange('distance').nullable().default(DEFAULTS.controls.minDistance),
  maxDistance: inRange('distance').nullable().default(DEFAULTS.controls.maxDistance),
  minPolarDegrees: inRange('polarDegrees').default(DEFAULTS.controls.minPolarDegrees),
  maxPolarDegrees: inRange('polarDegrees').default(DEFAULTS.controls.maxPolarDegrees),
})
const camera = z.strictObject({
  name,
  position: point,
  target: point,
  fovDegrees: inRange('fovDegrees').default(DEFAULT_FOV_DEGREES),
})
const animation = z.strictObject({
  autoplay: z.boolean().default(DEFAULTS.animation.autoplay),
  clip: name.nullable().default(DEFAULTS.animation.clip),
  loop: z.enum(SETTING_CHOICES.animationLoop).default(DEFAULTS.animation.loop),
  speed: inRange('animationSpeed').default(DEFAULTS.animation.speed),
})
const ar = z.strictObject({
  enabled: z.boolean().default(DEFAULTS.ar.enabled),
  placement: z.enum(SETTING_CHOICES.arPlacement).default(DEFAULTS.ar.placement),
  scale: z.enum(SETTING_CHOICES.arScale).default(DEFAULTS.ar.scale),
})
const hotspot = z.strictObject({
  id: idSchema,
  label: textSchema(200),
  description: textSchema(2000).default(''),
  position: point,
  normal: point.nullable().default(null),
  camera: name.nullable().default(null),
  node: name.nullable().default(null),
})
const dimensions = z.strictObject({
  show: z.boolean().default(DEFAULTS.dimensions.show),
  unit: z.enum(SETTING_CHOICES.lengthUnit).default(DEFAULTS.dimensions.unit),
  metresPerUnit: inRange('metresPerUnit').default(DEFAULTS.dimensions.metresPerUnit),
})
const tourStep = z.strictObject({ camera: name, text: textSchema(2000).default('') })
const toolbarControl = z.enum(SETTING_CHOICES.toolbarControl)
const credit = z.strictObject({
  title: textSchema(200).default(EMPTY_CREDIT.title),
  author: textSchema(200).default(EMPTY_CREDIT.author),
  licence: textSchema(200).default(EMPTY_CREDIT.licence),
  sourceUrl: url.default(EMPTY_CREDIT.sourceUrl),
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
const toolbar = z
  .array(toolbarControl)
  .max(SETTING_CHOICES.toolbarControl.length)
  .refine(...distinct<z.output<typeof toolbarControl>>('controls', (control) => control))

const groups = {
  background,
  environment,
  toneMapping: z.enum(SETTING_CHOICES.toneMapping),
  exposure: inRange('exposure'),
  shadow,
  controls,
  cameras,
  initialCamera: name.nullable(),
  animation,
  ar,
  variant: name.nullable(),
  hotspots,
  dimensions,
  tour: z.array(tourStep).max(50),
  toolbar: toolbar.nullable(),
  alt: textSchema(500),
  credit: credit.nullable(),
}

/** Whole settings: what an embed receives. Parsing sparse settings fills the defaults in. */
export const sceneSettingsSchema = z
  .strictObject({
    background: groups.background.default(DEFAULTS.background),
    environment: groups.environment.prefault({}),
    toneMapping: groups.toneMapping.default(DEFAULTS.toneMapping),
    exposure: groups.exposure.default(DEFAULTS.exposure),
    shadow: groups.shadow.prefault({}),
    controls: groups.controls.prefault({}),
    cameras: groups.cameras.default([]),
    initialCamera: groups.initialCamera.default(DEFAULTS.initialCamera),
    animation: groups.animation.prefault({}),
    ar: groups.ar.prefault({}),
    variant: groups.variant.default(DEFAULTS.variant),
    hotspots: groups.hotspots.default([]),
    dimensions: groups.dimensions.prefault({}),
    tour: groups.tour.default([]),
    toolbar: groups.toolbar.default(null),
    alt: groups.alt.default(DEFAULTS.alt),
    credit: groups.credit.default(DEFAULTS.credit),
  })
  .meta({ id: 'SceneSettings' })
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
    ar: groups.ar.nullable(),
    variant: groups.variant,
    hotspots: groups.hotspots.nullable(),
    dimensions: groups.dimensions.nullable(),
    tour: groups.tour.nullable(),
    toolbar: groups.toolbar,
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

/**
 * Stored settings with every default filled in. A setting that this version no longer takes must not hide the scene:
 * then everything is at its default.
 */
export function resolveSceneSettings(
  stored: Readonly<Record<string, unknown>>,
): z.output<typeof sceneSettingsSchema> {
  const parsed = sceneSettingsSchema.safeParse(stored)
  return parsed.success ? parsed.data : sceneSettingsSchema.parse({})
}
