/** What a page can ask of the picture: what is under a point, what is hidden, how large the model is. */
import { describe, expect, test } from 'vitest'
import type { Viewer } from '../src/viewer-api.js'
import { useBrowser } from './browser.js'

declare global {
  interface Window {
    viewer: Viewer
  }
}

const t = useBrowser()

describe('pick', () => {
  test('tells position, normal, node and material of what is seen, in client coordinates', async () => {
    const seen = await t.page.evaluate(async () => {
      const { kit } = window
      document.body.style.padding = '40px 0 0 60px'
      const viewer = await kit.show('cases/anim-duplicate-names', {
        settings: { animation: { autoplay: false } },
      })
      viewer.setPose({ ...viewer.pose, target: [0, 0, 0], azimuth: 0, polar: Math.PI / 2 })
      const { left, top, width, height } = viewer.element.getBoundingClientRect()
      const at = (x: number, y: number) => viewer.pick(left + width * x, top + height * y)
      return {
        left: await at(0.3, 0.5),
        right: await at(0.7, 0.5),
        beside: await at(0.5, 0.02),
        outside: await viewer.pick(2, 2),
      }
    })
    expect(seen.left).toMatchObject({ node: 'A', normal: [0, 0, 1] })
    expect(seen.right).toMatchObject({ node: 'B', normal: [0, 0, 1] })
    expect(seen.left!.position[0]).toBeLessThan(-0.5)
    expect(seen.left!.position[2]).toBeCloseTo(0.5)
    expect(seen.beside).toBeNull()
    expect(seen.outside).toBeNull()
  })

  test.each([
    ['a rigged model', 'cases/skin-scaled-armature', 'Body', 0.3],
    ['an instanced one', 'cases/instancing-variants', null, 0.4],
    ['one seen in parallel', 'cases/cameras', null, 0.5],
  ] as const)('finds %s where it is drawn', async (_what, name, node, front) => {
    const picked = await t.page.evaluate(async (name) => {
      const viewer = await window.kit.show(name)
      if (name === 'cases/cameras') {
        const arrived = window.kit.next(viewer, 'pose')
        viewer.goTo('Plan View')
        await arrived
      } else {
        viewer.setPose({ ...viewer.pose, azimuth: 0, polar: Math.PI / 2 })
      }
      const { left, top, width, height } = viewer.element.getBoundingClientRect()
      for (const x of [0.5, 0.3, 0.7]) {
        for (const y of [0.5, 0.3, 0.7]) {
          const found = await viewer.pick(left + width * x, top + height * y)
          if (found !== null) return found
        }
      }
      return null
    }, name)
    expect(picked).not.toBeNull()
    expect(picked!.node).toBe(node)
    expect(picked?.normal?.[2]).toBeCloseTo(1)
    expect(picked!.position[2]).toBeCloseTo(front, 1)
  })
})

test('hotspots behind the model fade, and come back when it has turned', async () => {
  await t.page.evaluate(async () => {
    const side = { description: '', normal: null, camera: null }
    const hotspots = [
      { ...side, id: 'front', label: 'Front', position: [0, 0, 1] },
      { ...side, id: 'back', label: 'Back', position: [0, 0, -1] },
    ] as const
    window.viewer = await window.kit.show('cases/hotspot', { settings: { hotspots } })
  })
  // The hotspot of the file, on top, is as far above the camera's eye as the framing puts it.
  const hidden = () =>
    t.page
      .locator('.vectreal-hotspot[data-occluded]:is([data-hotspot=front],[data-hotspot=back])')
      .evaluateAll((all) => all.map((one) => one.dataset['hotspot']))
  await expect.poll(hidden).toEqual(['back'])
  await t.page.evaluate(() => window.viewer.setPose({ ...window.viewer.pose, azimuth: Math.PI }))
  await expect.poll(hidden).toEqual(['front'])
})

test('dimensions stand at the edges of the model, in the unit that is asked for', async () => {
  const size = await t.page.evaluate(async () => {
    document.documentElement.lang = 'en'
    window.viewer = await window.kit.show('cases/skin-scaled-armature')
    await window.viewer.showDimensions('cm')
    return window.viewer.dimensions
  })
  expect(size!.width).toBeCloseTo(1)
  expect(size!.height).toBeCloseTo(1.8)
  expect(size!.depth).toBeCloseTo(0.6)
  const labels = t.page.locator('.vectreal-dimension')
  await expect.poll(() => labels.allTextContents()).toEqual(['100 cm', '180 cm', '60 cm'])
  const picture = (await t.page.getByRole('application').boundingBox())!
  for (const label of await labels.all()) {
    const box = (await label.boundingBox())!
    expect(box.x + box.width / 2).toBeGreaterThan(picture.x)
    expect(box.x + box.width / 2).toBeLessThan(picture.x + picture.width)
  }
  const spoken = await labels.evaluateAll((all) => all.map((one) => one.ariaLabel))
  expect(spoken).toEqual(['Width: 100 cm', 'Height: 180 cm', 'Depth: 60 cm'])
  await t.page.evaluate(() => window.viewer.showDimensions(null))
  expect(await labels.count()).toBe(0)
})

test('the lines of the dimensions are inside the picture, also where the model does not reach them', async () => {
  await t.page.evaluate(async () => {
    window.viewer = await window.kit.show('race-car')
    await window.viewer.showDimensions('cm')
  })
  const isInside = async () => {
    const { x, y, width, height } = (await t.page.locator('.vectreal-dimensions path').boundingBox())!
    return x >= 0 && x + width <= 240 && y >= 0 && y + height <= 180
  }
  await expect.poll(isInside).toBe(true)
})
