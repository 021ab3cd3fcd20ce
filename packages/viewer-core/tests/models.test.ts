/** What models of real exporters ask of the viewer. The files are in `fixtures/cases`. */
import { describe, expect, test } from 'vitest'
import { useBrowser } from './browser.js'

const t = useBrowser()

describe('every viewer of one model', () => {
  test('shows a rigged model whose armature is scaled, also when the model is mounted again', async () => {
    const seen = await t.page.evaluate(async () => {
      const { kit } = window
      const model = await kit.load('cases/skin-scaled-armature')
      const options = { settings: { shadow: { kind: 'none' } } } as const
      const first = await kit.showModel(model, options)
      const second = await kit.showModel(model, options)
      const together = [await kit.extent(first), await kit.extent(second)]
      first.dispose()
      second.dispose()
      const again = await kit.showModel(model, options)
      return [...together, await kit.extent(again)]
    })
    for (const extent of seen) {
      expect(extent?.bottom).toBeGreaterThan(0.9)
      expect(extent?.top).toBeLessThan(0.1)
    }
  })

  test('plays an animation of nodes without names, and starts it from the beginning', async () => {
    const seen = await t.page.evaluate(async () => {
      const { kit } = window
      const model = await kit.load('cases/anim-unnamed-group')
      const options = { settings: { shadow: { kind: 'none' }, animation: { autoplay: false } } } as const
      const viewers = [await kit.showModel(model, options), await kit.showModel(model, options)]
      /** How much of the small red box is seen left and right of the middle. */
      const places = async (viewer: (typeof viewers)[number]) => {
        viewer.setPose({ ...viewer.pose, azimuth: 0 })
        const data = await kit.pixels(viewer)
        const sides = { left: 0, right: 0 }
        for (let at = 0; at < data.length; at += 4) {
          if (data[at]! < 1.5 * data[at + 2]! || data[at + 3]! < 255) continue
          sides[(at / 4) % 200 < 100 ? 'left' : 'right'] += 1
        }
        return sides.left > sides.right ? 'left' : 'right'
      }
      const before = await Promise.all(viewers.map(places))
      for (const viewer of viewers) viewer.seek(500)
      const after = await Promise.all(viewers.map(places))
      for (const viewer of viewers) viewer.dispose()
      const again = await kit.showModel(model, options)
      const anew = await places(again)
      again.seek(500)
      return [before, after, anew, await places(again)]
    })
    expect(seen).toEqual([['left', 'left'], ['right', 'right'], 'left', 'right'])
  })

  test('switches variants of instanced meshes, and starts with the materials of the file', async () => {
    const seen = await t.page.evaluate(async () => {
      const { kit } = window
      const model = await kit.load('cases/instancing-variants')
      const options = { settings: { environment: { preset: 'soft' } } } as const
      const first = await kit.showModel(model, options)
      /** Pixels that are more red than blue, and the other way round. */
      const count = async (viewer: typeof first) => {
        const data = await kit.pixels(viewer)
        const counts = { red: 0, blue: 0 }
        for (let at = 0; at < data.length; at += 4) {
          if (data[at + 3] === 255 && data[at]! !== data[at + 2]!) {
            counts[data[at]! > data[at + 2]! ? 'red' : 'blue'] += 1
          }
        }
        return { red: counts.red > 0, blue: counts.blue > 0 }
      }
      first.setVariant('Blue')
      const blue = await count(first)
      const second = await kit.showModel(model, options)
      return { variants: model.variants, blue, second: await count(second) }
    })
    expect(seen).toEqual({
      variants: ['Red', 'Blue'],
      blue: { red: false, blue: true },
      second: { red: true, blue: false },
    })
  })

  test('has the light of the file from the same side', async () => {
    const difference = await t.page.evaluate(async () => {
      const { kit } = window
      const model = await kit.load('showroom-cameras-lights')
      const pictures = []
      for (let count = 0; count < 2; count += 1) {
        const viewer = await kit.showModel(model, { settings: { initialCamera: 'Hero' } }, 'tile')
        pictures.push(await kit.pixels(viewer))
        viewer.dispose()
      }
      const [first, second] = pictures
      return first!.reduce((sum, value, at) => sum + Math.abs(value - second![at]!), 0) / first!.length
    })
    expect(difference).toBeLessThan(0.1)
  })

  test('gives back the GPU memory of its bones and instances', async () => {
    const left = await t.page.evaluate(async () => {
      const { kit } = window
      const options = { settings: { shadow: { kind: 'none' } } } as const
      const left: number[] = []
      for (const name of ['race-car', 'cases/skin-scaled-armature', 'cases/instancing-variants']) {
        const viewer = await kit.show(name, options)
        const renderer = kit.renderers.at(-1)!
        viewer.setModel(null)
        left.push(renderer.info.memory.geometries + renderer.info.memory.textures)
      }
      return left
    })
    expect(new Set(left).size).toBe(1)
  })
})

describe('names', () => {
  test('are those of the file, and each means one thing', async () => {
    const seen = await t.page.evaluate(async () => {
      const { kit } = window
      const cameras = await kit.show('cases/cameras')
      const clips = await kit.load('cases/anim-duplicate-names')
      return {
        cameras: cameras.cameras,
        lens: cameras.goTo('Lens 50 mm'),
        saved: cameras.goTo('Lens_50_mm'),
        clips: clips.clips,
      }
    })
    expect(seen).toEqual({
      cameras: ['Plan View', 'Lens 50 mm', 'Inner cam'],
      lens: true,
      saved: true,
      clips: ['Take 001', 'Take 001 (2)'],
    })
  })

  test('of two clips with one name both can be played', async () => {
    const seen = await t.page.evaluate(async () => {
      const { kit } = window
      const viewer = await kit.show('cases/anim-duplicate-names', {
        settings: { animation: { autoplay: false }, shadow: { kind: 'none' } },
      })
      viewer.setPose({ ...viewer.pose, azimuth: 0, polar: Math.PI / 2 })
      const at = async () => (await kit.pixels(viewer)).join()
      const rest = await at()
      viewer.play('Take 001')
      viewer.pause()
      viewer.seek(500)
      const first = await at()
      viewer.play('Take 001 (2)')
      viewer.pause()
      viewer.seek(500)
      return new Set([rest, first, await at()]).size
    })
    expect(seen).toBe(3)
  })

  test('of hotspots come from nodes, not from extras, and are text', async () => {
    await t.page.evaluate(() => window.kit.show('cases/extras-odd'))
    const buttons = t.page.locator('.vectreal-hotspot')
    await buttons.first().waitFor()
    expect(await buttons.evaluateAll((all) => all.map((one) => one.dataset['hotspot']))).toEqual(['<b>x</b>'])
  })
})

describe('an animation', () => {
  test('that begins with nothing is framed by what it shows, playing or not', async () => {
    const seen = await t.page.evaluate(async () => {
      const { kit } = window
      const options = (autoplay: boolean) =>
        ({ settings: { animation: { autoplay }, shadow: { kind: 'none' } } }) as const
      const still = await kit.show('cases/anim-scale-from-zero', options(false))
      const stillExtent = await kit.extent(still)
      const played = await kit.show('cases/anim-scale-from-zero', options(false))
      played.seek(500)
      return { stillExtent, distance: played.pose.distance, playedExtent: await kit.extent(played) }
    })
    for (const extent of [seen.stillExtent, seen.playedExtent]) {
      expect(extent).not.toBeNull()
      expect(extent!.bottom - extent!.top).toBeGreaterThan(0.3)
      expect(extent!.top).toBeGreaterThan(0)
      expect(extent!.bottom).toBeLessThan(1)
    }
  })

  test('that travels stays inside the picture from its first moment to its last', async () => {
    const seen = await t.page.evaluate(async () => {
      const { kit } = window
      const viewer = await kit.show('cases/anim-unnamed-group', {
        settings: { animation: { autoplay: false }, shadow: { kind: 'none' } },
      })
      const extents = []
      for (const seconds of [0, 250, 500, 750, 1000]) {
        viewer.seek(seconds)
        extents.push((await kit.extent(viewer))!)
      }
      return extents
    })
    for (const { left, right, top, bottom } of seen) {
      expect(Math.min(left, top)).toBeGreaterThan(0)
      expect(Math.max(right, bottom)).toBeLessThan(1)
    }
  })

  test.each(['anim-constant', 'anim-zero-length'])('without motion (%s) is not played', async (name) => {
    const seen = await t.page.evaluate(async (name) => {
      const { kit } = window
      const viewer = await kit.show(`cases/${name}`, { settings: { shadow: { kind: 'none' } } })
      const [renderer] = kit.renderers
      await kit.rest(renderer!)
      const before = renderer!.info.render.frame
      const known = viewer.play(null)
      await kit.rest(renderer!)
      await kit.frames(20)
      const playButton = viewer.element.querySelector<HTMLElement>('.vectreal-play')!
      return { known, frames: renderer!.info.render.frame - before, isButtonHidden: playButton.hidden }
    }, name)
    expect(seen.known).toBe(true)
    expect(seen.frames).toBeLessThan(5)
    expect(seen.isButtonHidden).toBe(true)
  })
})

test('unlit colours are drawn as they are in the file', async () => {
  const colours = await t.page.evaluate(async () => {
    const { kit } = window
    const viewer = await kit.show('cases/unlit-colours', {
      settings: { shadow: { kind: 'none' }, exposure: 2 },
    })
    return kit.colours(viewer)
  })
  expect(colours.toSorted()).toEqual(['128,128,128', '243,39,39', '255,255,255', '39,39,39'])
})

describe('the picture', () => {
  test('of a round thing is filled by it', async () => {
    const extent = await t.page.evaluate(async () => {
      const { kit } = window
      return kit.extent(await kit.show('cases/ball', { settings: { shadow: { kind: 'none' } } }))
    })
    expect(extent!.bottom - extent!.top).toBeGreaterThan(0.92)
    expect(extent!.bottom - extent!.top).toBeLessThan(0.98)
  })

  test('of an orthographic camera has no perspective, and zooms and turns like any other', async () => {
    const seen = await t.page.evaluate(async () => {
      const { kit } = window
      const viewer = await kit.show('cases/cameras', { settings: { shadow: { kind: 'none' } } })
      const plan = await kit.extent(viewer, { camera: 'Plan View' })
      const arrived = kit.next(viewer, 'pose')
      viewer.goTo('Plan View')
      const { orthographic, ...pose } = await arrived
      const there = await kit.extent(viewer)
      viewer.setPose({ ...viewer.pose, distance: viewer.pose.distance / 2 })
      return { plan, orthographic, distance: pose.distance, there, near: await kit.extent(viewer) }
    })
    expect(seen.orthographic).toBe(true)
    // A picture of two units, a box of one in its middle: front and back have the same outline.
    for (const extent of [seen.plan, seen.there]) {
      expect(extent!.top).toBeCloseTo(0.25, 1)
      expect(extent!.bottom - extent!.top).toBeCloseTo(0.5, 1)
      expect(extent!.left).toBeCloseTo((4 / 3 - 0.5) / (8 / 3), 1)
    }
    expect(seen.near!.bottom - seen.near!.top).toBeGreaterThan(0.95)
  })

  test('of another shape than the viewer is filled as well', async () => {
    const extents = await t.page.evaluate(async () => {
      const { kit } = window
      const viewer = await kit.show('cases/skin-scaled-armature', { settings: { shadow: { kind: 'none' } } })
      return [
        await kit.extent(viewer, { width: 60, height: 200 }),
        await kit.extent(viewer, { width: 300, height: 100 }),
      ]
    })
    for (const extent of extents) {
      const fill = Math.max(extent!.bottom - extent!.top, extent!.right - extent!.left)
      expect(fill).toBeGreaterThan(0.85)
      expect(fill).toBeLessThan(1)
    }
  })
})
