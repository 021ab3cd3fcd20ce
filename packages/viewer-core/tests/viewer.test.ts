import { describe, expect, test } from 'vitest'
import { useBrowser } from './browser.js'

const t = useBrowser()

describe('every model we ship', () => {
  test.each([
    ['race-car', { clips: [], variants: [], cameras: [] }],
    ['sports-sedan-variants', { clips: [], variants: ['Signal Red', 'Ocean Blue', 'Graphite'], cameras: [] }],
    ['elven-ranger-draco', { clips: [], variants: [], cameras: [] }],
    ['zombie-skinned-animated', { clips: ['Idle', 'Wave'], variants: [], cameras: [] }],
    ['hand-skinned-meshopt', { clips: [], variants: [], cameras: [] }],
    ['controller-ktx2', { clips: [], variants: [], cameras: [] }],
    ['showroom-cameras-lights', { clips: [], variants: [], cameras: ['Hero', 'Detail', 'Top'] }],
  ])('%s fills the picture, whatever its size, without a foreign request', async (name, content) => {
    const result = await t.page.evaluate(async (name) => {
      const { kit } = window
      const viewer = await kit.show(name, { settings: { shadow: { kind: 'none' } } })
      const model = await kit.load(name)
      const { clips, variants, cameras, credit } = model
      return { covered: await kit.coverage(viewer), content: { clips, variants, cameras }, credit }
    }, name)
    expect(result.content).toEqual(content)
    expect(result.credit?.title).toBeTruthy()
    expect(result.covered).toBeGreaterThan(0.05)
    expect(result.covered).toBeLessThan(0.8)
    const foreign = t.requested.filter(
      (url) => !url.startsWith(t.site.origin) && !/^(?:blob|data):/.test(url),
    )
    expect(foreign).toEqual([])
  })
})

describe('at rest', () => {
  test('a model that stands still takes one frame', async () => {
    const frames = await t.page.evaluate(async () => {
      const { kit } = window
      await kit.show('race-car', { settings: { shadow: { kind: 'none' } } })
      await kit.rest(kit.renderers[0]!)
      return kit.renderers[0]!.info.render.frame
    })
    expect(frames).toBe(1)
  })

  test('nothing is drawn, and a change draws again', async () => {
    const [before, after, changed] = await t.page.evaluate(async () => {
      const { kit } = window
      const viewer = await kit.show('race-car')
      const [renderer] = kit.renderers
      await kit.rest(renderer!)
      const before = renderer!.info.render.frame
      await kit.frames(40)
      const after = renderer!.info.render.frame
      viewer.setSettings({ exposure: 2 })
      await kit.frames(2)
      return [before, after, renderer!.info.render.frame]
    })
    expect(after).toBe(before)
    expect(changed).toBeGreaterThan(after!)
  })

  test('off screen an animation stops drawing and goes on in sight', async () => {
    const [hidden, still, back] = await t.page.evaluate(async () => {
      const { kit } = window
      await kit.show('zombie-skinned-animated')
      const [renderer] = kit.renderers
      document.body.style.height = '5000px'
      document.body.style.paddingTop = '0'
      window.scrollTo(0, 4000)
      await kit.rest(renderer!, 10)
      const hidden = renderer!.info.render.frame
      await kit.frames(30)
      const still = renderer!.info.render.frame
      window.scrollTo(0, 0)
      await kit.frames(10)
      return [hidden, still, renderer!.info.render.frame]
    })
    expect(still).toBe(hidden)
    expect(back).toBeGreaterThan(still!)
  })
})

describe('GPU memory', () => {
  test('is back where it was after 50 changes of the scene', async () => {
    const [first, last] = await t.page.evaluate(async () => {
      const { kit } = window
      const viewer = kit.open({ settings: { environment: { preset: 'none' }, shadow: { kind: 'none' } } })
      const [car, sedan] = [await kit.load('race-car'), await kit.load('sports-sedan-variants')]
      const drawn = async (model: typeof car): Promise<void> => {
        const ready = kit.next(viewer, 'ready')
        viewer.setModel(model)
        await ready
      }
      await drawn(car)
      const { memory, programs } = kit.renderers[0]!.info
      const take = () => ({ ...memory, programs: programs?.length })
      const first = take()
      for (let cycle = 0; cycle < 25; cycle += 1) {
        await drawn(sedan)
        await drawn(car)
      }
      return [first, take()]
    })
    expect(last).toEqual(first)
  }, 600_000)

  test('holds nothing after 50 viewers have come and gone', async () => {
    const { left, live, canvases } = await t.page.evaluate(async () => {
      const { kit } = window
      const model = await kit.load('race-car')
      for (let cycle = 0; cycle < 50; cycle += 1) {
        const viewer = kit.open(
          { settings: { environment: { preset: 'none' }, shadow: { kind: 'none' } } },
          'tile',
        )
        const ready = kit.next(viewer, 'ready')
        viewer.setModel(model)
        await ready
        const box = viewer.element.parentElement
        viewer.dispose()
        box?.remove()
      }
      return {
        left: kit.renderers.map(({ info }) => info.memory.geometries + info.memory.textures),
        live: kit.core.pageContexts.live,
        canvases: document.querySelectorAll('canvas, .vectreal-surface').length,
      }
    })
    expect(left).toHaveLength(50)
    expect(Math.max(...left)).toBe(0)
    expect({ live, canvases }).toEqual({ live: 0, canvases: 0 })
  }, 600_000)
})

describe('a context made ahead', () => {
  test.each([
    ['is the one that the model is drawn in', false, 1],
    ['is not taken where it was lost and has come back without its light', true, 2],
  ])('%s', async (_, isLost, contexts) => {
    const { made, brightness } = await t.page.evaluate(async (isLost) => {
      const { kit } = window
      const settings = { environment: { preset: 'neutral' as const }, shadow: { kind: 'none' as const } }
      kit.core.prepareAhead(settings)
      if (isLost) {
        const [ahead] = kit.renderers
        const lost = new Promise((resolve) => ahead!.domElement.addEventListener('webglcontextlost', resolve))
        const extension = ahead!.getContext().getExtension('WEBGL_lose_context')!
        extension.loseContext()
        await lost
        extension.restoreContext()
      }
      const viewer = await kit.show('race-car', { settings })
      const pixels = await kit.pixels(viewer)
      const covered = Array.from({ length: pixels.length / 4 }, (_, at) => at * 4).filter(
        (at) => pixels[at + 3]! > 128,
      )
      const sum = covered.reduce((sum, at) => sum + pixels[at]! + pixels[at + 1]! + pixels[at + 2]!, 0)
      return { made: kit.renderers.length, brightness: sum / covered.length }
    }, isLost)
    expect(made).toBe(contexts)
    expect(brightness).toBeGreaterThan(100)
  })

  test('builds the shaders of the shadow as well', async () => {
    await t.page.evaluate(() => window.kit.core.prepareAhead({ environment: { preset: 'neutral' } }))
    const built = () =>
      t.page.evaluate(() =>
        (window.kit.renderers[0]!.info.programs ?? []).map((program) => (program as { type?: string }).type),
      )
    await expect.poll(built).toContain('MeshDepthMaterial')
  })

  test('leaves nothing to draw where it is given back', async () => {
    const frames = await t.page.evaluate(async () => {
      const { kit } = window
      kit.core.prepareAhead({ environment: { preset: 'neutral' } })
      await kit.core.disposeShared()
      await kit.rest(kit.renderers[0]!)
      return kit.renderers[0]!.info.render.frame
    })
    expect(frames).toBe(0)
  })
})

test('the first view is told once, when the model is on screen', async () => {
  const [told, pose] = await t.page.evaluate(async () => {
    const { kit } = window
    const viewer = kit.open()
    const told: unknown[] = []
    viewer.on('pose', (pose) => told.push(pose))
    const ready = kit.next(viewer, 'ready')
    viewer.setModel(await kit.load('race-car'))
    await ready
    await kit.rest(kit.renderers[0]!)
    return [told, viewer.pose] as const
  })
  expect(told).toEqual([pose])
})

describe('a lost context', () => {
  test('comes back by itself, with the view kept', async () => {
    const result = await t.page.evaluate(async () => {
      const { kit } = window
      const viewer = await kit.show('race-car')
      viewer.setPose({ ...viewer.pose, azimuth: 2 })
      await kit.rest(kit.renderers[0]!)
      const lost = kit.next(viewer, 'contextlost')
      const restored = kit.next(viewer, 'contextrestored')
      kit.renderers[0]!.getContext().getExtension('WEBGL_lose_context')!.loseContext()
      await lost
      await restored
      return { azimuth: viewer.pose.azimuth, covered: await kit.coverage(viewer) }
    })
    expect(result.azimuth).toBe(2)
    expect(result.covered).toBeGreaterThan(0.05)
  })

  test('for the fourth time is given up with a code', async () => {
    const code = await t.page.evaluate(async () => {
      const { kit } = window
      const viewer = await kit.show('race-car')
      const failed = kit.next(viewer, 'error')
      viewer.on('contextrestored', () => lose())
      const lose = (): void => {
        const canvas = kit.renderers.at(-1)!.domElement
        const context = kit.renderers.at(-1)!.getContext().getExtension('WEBGL_lose_context')!
        // The browser gives it back at once, each time.
        canvas.addEventListener('webglcontextlost', () => setTimeout(() => context.restoreContext()), {
          once: true,
        })
        context.loseContext()
      }
      lose()
      return (await failed).code
    })
    expect(code).toBe('context_lost')
  }, 300_000)
})

describe('many viewers on one page', () => {
  test('24 all show their model, with a few contexts between them', async () => {
    const result = await t.page.evaluate(async () => {
      const { kit } = window
      const model = await kit.load('race-car')
      const viewers = Array.from({ length: 24 }, () => kit.open({}, 'tile'))
      const all = Promise.all(viewers.map((viewer) => kit.next(viewer, 'ready')))
      for (const viewer of viewers) viewer.setModel(model)
      await all
      await kit.frames(5)
      const filled = viewers.filter((viewer) => {
        const canvas = viewer.element.querySelector('canvas')
        if (canvas === null) return false
        const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!
        copy.drawImage(canvas, 0, 0, 50, 50)
        return (
          copy.getImageData(0, 0, 50, 50).data.some((value) => value > 0) ||
          canvas.dataset['engine'] !== undefined
        )
      })
      return { shown: filled.length, live: kit.core.pageContexts.live, made: kit.renderers.length }
    })
    expect(result.shown).toBe(24)
    expect(result.live).toBeLessThanOrEqual(8)
    expect(result.made).toBeGreaterThanOrEqual(24)
  }, 600_000)
})

describe('what the picture shows', () => {
  test('a variant changes the colour and null brings the first one back', async () => {
    const [red, blue, back, unknown] = await t.page.evaluate(async () => {
      const { kit } = window
      const viewer = await kit.show('sports-sedan-variants', {
        settings: { environment: { preset: 'soft' } },
      })
      const colour = async () => {
        const data = await kit.pixels(viewer)
        const sum = [0, 0, 0]
        for (let at = 0; at < data.length; at += 4) {
          for (const channel of [0, 1, 2]) sum[channel]! += (data[at + channel]! * data[at + 3]!) / 255
        }
        return { red: sum[0]!, blue: sum[2]! }
      }
      viewer.setVariant('Signal Red')
      const red = await colour()
      viewer.setVariant('Ocean Blue')
      const blue = await colour()
      const unknown = viewer.setVariant('Mauve')
      viewer.setVariant(null)
      return [red, blue, await colour(), unknown] as const
    })
    expect(red.red).toBeGreaterThan(red.blue)
    expect(blue.blue).toBeGreaterThan(blue.red)
    expect(back).not.toEqual(blue)
    expect(unknown).toBe(false)
  })

  test('a camera of the file, of the settings, and none that does not exist', async () => {
    const result = await t.page.evaluate(async () => {
      const { kit } = window
      const viewer = await kit.show('showroom-cameras-lights', {
        settings: { cameras: [{ name: 'Own', position: [0, 1, 6], target: [0, 0.5, 0], fovDegrees: 30 }] },
      })
      const top = kit.next(viewer, 'pose')
      const known = viewer.goTo('Top')
      const { polar } = await top
      const unknown = viewer.goTo('Nowhere')
      const own = kit.next(viewer, 'pose')
      viewer.goTo('Own')
      const { distance, fovDegrees } = await own
      return { cameras: viewer.cameras, known, unknown, polar, distance, fovDegrees }
    })
    expect(result.cameras).toEqual(['Own', 'Hero', 'Detail', 'Top'])
    expect(result.known).toBe(true)
    expect(result.unknown).toBe(false)
    expect(result.polar).toBeLessThan(0.5)
    expect(result.distance).toBeCloseTo(Math.hypot(0.5, 6), 3)
    expect(result.fovDegrees).toBe(30)
  })

  test('hotspots of the file and of the settings are buttons in order; pressing one says what it is', async () => {
    await t.page.evaluate(() =>
      window.kit.show('showroom-cameras-lights', {
        settings: {
          hotspots: [
            {
              id: 'first',
              label: 'Pedestal',
              description: 'Turned from one piece',
              position: [0, 0, 0],
              normal: null,
              camera: null,
            },
          ],
        },
      }),
    )
    const buttons = t.page.locator('.vectreal-hotspot')
    await buttons.first().waitFor()
    expect(await buttons.evaluateAll((all) => all.map((one) => one.dataset['hotspot']))).toEqual([
      'first',
      'lacquer',
      'lens',
    ])
    await t.page.getByRole('button', { name: 'Pedestal' }).focus()
    await t.page.keyboard.press('Enter')
    await t.page.getByText('Turned from one piece').first().waitFor()
    await t.page.keyboard.press('Escape')
    expect(await t.page.locator('.vectreal-note').count()).toBe(0)
    expect(
      await t.page
        .getByRole('button', { name: 'Pedestal' })
        .evaluate((one) => one === document.activeElement),
    ).toBe(true)
  })

  test('the shadow lies under the model', async () => {
    const [without, with_] = await t.page.evaluate(async () => {
      const { kit } = window
      const viewer = await kit.show('race-car', { settings: { shadow: { kind: 'none' } } })
      const count = async () =>
        (await kit.pixels(viewer)).filter((value, index) => index % 4 === 3 && value > 8).length
      const without = await count()
      viewer.setSettings({})
      return [without, await count()]
    })
    expect(with_).toBeGreaterThan(without! * 1.05)
  })
})

describe('input', () => {
  test('keys turn, zoom and reset; the view is spoken', async () => {
    await t.page.evaluate(async () => Object.assign(window, { viewer: await window.kit.show('race-car') }))
    const pose = () =>
      t.page.evaluate(
        () =>
          (window as unknown as { viewer: { pose: { azimuth: number; polar: number; distance: number } } })
            .viewer.pose,
      )
    const before = await pose()
    await t.page.getByRole('application').focus()
    await t.page.keyboard.press('ArrowRight')
    await t.page.keyboard.press('ArrowUp')
    await t.page.keyboard.press('+')
    const turned = await pose()
    expect(turned.azimuth).toBeCloseTo(before.azimuth + Math.PI / 12)
    expect(turned.polar).toBeLessThan(before.polar)
    expect(turned.distance).toBeLessThan(before.distance)
    await t.page.getByText('View from the right').waitFor({ state: 'attached' })
    await t.page.keyboard.press('0')
    await expect.poll(async () => (await pose()).azimuth).toBeCloseTo(before.azimuth)
    await t.page.keyboard.press('Escape')
    expect(await t.page.evaluate(() => document.activeElement === document.body)).toBe(true)
  })

  test('the wheel scrolls the page until the model has focus, and then zooms', async () => {
    await t.page.evaluate(async () => {
      document.body.style.height = '3000px'
      Object.assign(window, { viewer: await window.kit.show('race-car') })
    })
    await t.page.mouse.move(120, 90)
    const hint = t.page.locator('[data-hint]').waitFor()
    await t.page.mouse.wheel(0, 40)
    await hint
    await expect.poll(() => t.page.evaluate(() => window.scrollY)).toBe(40)
    await t.page.evaluate(() => window.scrollTo(0, 0))
    await t.page.getByRole('application').focus()
    const distance = () =>
      t.page.evaluate(
        () => (window as unknown as { viewer: { pose: { distance: number } } }).viewer.pose.distance,
      )
    const before = await distance()
    await t.page.mouse.wheel(0, -120)
    await expect.poll(distance).toBeLessThan(before)
    expect(await t.page.evaluate(() => window.scrollY)).toBe(0)
  })

  test('a drag turns the model, a finger up or down is left to the page', async () => {
    await t.page.evaluate(async () => Object.assign(window, { viewer: await window.kit.show('race-car') }))
    const azimuth = () =>
      t.page.evaluate(
        () => (window as unknown as { viewer: { pose: { azimuth: number } } }).viewer.pose.azimuth,
      )
    const before = await azimuth()
    await t.page.mouse.move(120, 90)
    await t.page.mouse.down()
    await t.page.mouse.move(170, 90, { steps: 4 })
    await t.page.mouse.up()
    expect(await azimuth()).toBeLessThan(before)
    expect(await t.page.getByRole('application').evaluate((one) => getComputedStyle(one).touchAction)).toBe(
      'pan-y',
    )
  })

  test('who asked for less motion gets no autoplay, no turning and cuts in place of flights', async () => {
    await t.page.emulateMedia({ reducedMotion: 'reduce' })
    const result = await t.page.evaluate(async () => {
      const { kit } = window
      const viewer = await kit.show('zombie-skinned-animated', {
        settings: { controls: { autoRotate: true } },
      })
      const { azimuth } = viewer.pose
      await kit.frames(20)
      return {
        turned: viewer.pose.azimuth - azimuth,
        play: viewer.element.querySelector('.vectreal-play')?.getAttribute('aria-label'),
      }
    })
    expect(result).toEqual({ turned: 0, play: 'Play animation' })
  })
})
