/** What the page around a viewer does to it, and what visitors do to the page. */
import { describe, expect, test } from 'vitest'
import type { Viewer } from '../src/viewer-api.js'
import { useBrowser } from './browser.js'

declare global {
  interface Window {
    viewer: Viewer
  }
}

const t = useBrowser()

const showCar = () =>
  t.page.evaluate(async () => {
    window.viewer = await window.kit.show('race-car', { settings: { shadow: { kind: 'none' } } })
  })

test('a screen of another pixel ratio gets a picture of its own sharpness', async () => {
  await showCar()
  const canvasWidth = () => t.page.evaluate(() => window.viewer.element.querySelector('canvas')!.width)
  expect(await canvasWidth()).toBe(240)
  const devtools = await t.page.context().newCDPSession(t.page)
  await devtools.send('Emulation.setDeviceMetricsOverride', {
    width: 800,
    height: 600,
    deviceScaleFactor: 2,
    mobile: false,
  })
  await expect.poll(canvasWidth).toBe(480)
  await devtools.send('Emulation.setDeviceMetricsOverride', {
    width: 800,
    height: 600,
    deviceScaleFactor: 1.5,
    mobile: false,
  })
  await expect.poll(canvasWidth).toBe(360)
})

test('a release that the page swallows ends the turning all the same', async () => {
  await showCar()
  await t.page.evaluate(() => {
    for (const name of ['pointerup', 'lostpointercapture']) {
      window.addEventListener(name, (event) => event.stopImmediatePropagation(), { capture: true })
    }
  })
  const azimuth = () => t.page.evaluate(() => window.viewer.pose.azimuth)
  await t.page.mouse.move(120, 90)
  await t.page.mouse.down()
  await t.page.mouse.move(160, 90, { steps: 4 })
  await t.page.mouse.up()
  const released = await azimuth()
  await t.page.mouse.move(60, 90, { steps: 4 })
  expect(await azimuth()).toBe(released)
})

describe('the note of a hotspot', () => {
  test.each(['ltr', 'rtl'])('stands over its button on a page that is %s', async (direction) => {
    await t.page.evaluate(async (direction) => {
      document.documentElement.dir = direction
      window.viewer = await window.kit.show('cases/hotspot', {}, 'wide')
    }, direction)
    await t.page.getByRole('button', { name: 'Oberseite' }).click()
    const middle = (selector: string) =>
      t.page.locator(selector).evaluate((one) => {
        const { left, width } = one.getBoundingClientRect()
        return left + width / 2
      })
    expect(Math.abs((await middle('.vectreal-note')) - (await middle('.vectreal-hotspot')))).toBeLessThan(2)
  })

  test('stays inside a small picture, wherever its button is', async () => {
    await t.page.evaluate(async () => {
      const note = {
        description: 'A fairly long text that takes two lines or more',
        normal: null,
        camera: null,
      }
      const hotspots = [
        { ...note, id: 'left', label: 'Left', position: [-0.9, 0, 1] },
        { ...note, id: 'right', label: 'Right', position: [0.9, 0, 1] },
        { ...note, id: 'up', label: 'Up', position: [0, 0.9, 1] },
      ] as const
      window.viewer = await window.kit.show('cases/hotspot', { settings: { hotspots } })
    })
    const picture = (await t.page.getByRole('application').boundingBox())!
    for (const name of ['Left', 'Right', 'Up', 'Oberseite']) {
      await t.page.getByRole('button', { name }).click()
      const note = (await t.page.locator('.vectreal-note').boundingBox())!
      expect(note.x).toBeGreaterThanOrEqual(picture.x)
      expect(note.y).toBeGreaterThanOrEqual(picture.y)
      expect(note.x + note.width).toBeLessThanOrEqual(picture.x + picture.width)
      expect(note.y + note.height).toBeLessThanOrEqual(picture.y + picture.height)
    }
  })

  test('that is longer than the picture is scrolled, with the keys too', async () => {
    await t.page.evaluate(async () => {
      const hotspots = [
        {
          id: 'seat',
          label: 'مقعد (2)',
          description: 'A very long text. '.repeat(80),
          normal: null,
          camera: null,
          position: [0, 0, 1],
        },
      ] as const
      window.viewer = await window.kit.show('cases/hotspot', { settings: { hotspots } })
    })
    const button = t.page.getByRole('button', { name: 'مقعد (2)' })
    await button.press('Enter')
    const note = t.page.locator('.vectreal-note')
    await note.waitFor()
    expect(await note.locator('strong').evaluate((one) => getComputedStyle(one).direction)).toBe('rtl')
    const pose = () => t.page.evaluate(() => window.viewer.pose)
    const before = await pose()
    await t.page.keyboard.press('Tab')
    await t.page.keyboard.press('End')
    await expect.poll(() => note.evaluate((one) => one.scrollTop)).toBeGreaterThan(0)
    expect(await pose()).toEqual(before)
    await t.page.keyboard.press('Escape')
    expect(await note.count()).toBe(0)
    expect(await button.evaluate((one) => one === document.activeElement)).toBe(true)
  })
})

describe('a viewer that moves', () => {
  test.each(['plain', 'in a shadow root'])(
    'to another document (%s) keeps its look and its picture',
    async (place) => {
      await showCar()
      const seen = await t.page.evaluate(async (place) => {
        const { kit, viewer } = window
        const frame = document.createElement('iframe')
        frame.style.cssText = 'width:400px;height:300px'
        document.body.append(frame)
        await kit.frames(2)
        const box = viewer.element.parentElement!
        box.style.cssText = 'position:relative;width:240px;height:180px'
        let moved: HTMLElement = box
        if (place !== 'plain') {
          moved = document.createElement('div')
          document.querySelector('#root')!.append(moved)
          moved.attachShadow({ mode: 'open' }).append(box)
          await kit.frames(5)
        }
        frame.contentDocument!.body.append(moved)
        await kit.frames(5)
        viewer.setPose({ ...viewer.pose, azimuth: 2 })
        await kit.frames(5)
        const view = viewer.element.ownerDocument.defaultView!
        return {
          position: view.getComputedStyle(viewer.element).position,
          covered: await kit.coverage(viewer),
        }
      }, place)
      expect(seen.position).toBe('absolute')
      expect(seen.covered).toBeGreaterThan(0.05)
    },
  )
})

describe('mounting', () => {
  test('twice at once, as StrictMode does, leaves one viewer that draws', async () => {
    const seen = await t.page.evaluate(async () => {
      const { kit } = window
      const model = await kit.load('cases/anim-unnamed-group')
      const first = kit.open()
      const box = first.element.parentElement!
      first.setModel(model)
      first.dispose()
      const second = kit.core.createViewer(box, { settings: { environment: { preset: 'none' } } })
      const ready = kit.next(second, 'ready')
      second.setModel(model)
      await ready
      first.setModel(model)
      first.dispose()
      return {
        surfaces: box.childElementCount,
        live: kit.core.pageContexts.live,
        isSeen: (await kit.coverage(second)) > 0.02,
      }
    })
    expect(seen).toEqual({ surfaces: 1, live: 1, isSeen: true })
  })

  test('on a page whose other canvases take more contexts than the browser has, draws again', async () => {
    const seen = await t.page.evaluate(async () => {
      const { kit } = window
      const viewer = await kit.show('race-car')
      const restored = kit.next(viewer, 'contextrestored')
      // The browser keeps 16 and takes the oldest one away: the viewer's.
      const others = Array.from({ length: 16 }, () => {
        const canvas = document.createElement('canvas')
        canvas.getContext('webgl2')
        return canvas
      })
      await restored
      return { covered: await kit.coverage(viewer), others: others.length }
    })
    expect(seen.covered).toBeGreaterThan(0.05)
  })
})

test('who asks for less motion while the model moves sees it stand still, and cuts in place of flights', async () => {
  await t.page.evaluate(async () => {
    window.viewer = await window.kit.show('zombie-skinned-animated', {
      settings: { cameras: [{ name: 'Side', position: [5, 1, 0], target: [0, 1, 0], fovDegrees: 35 }] },
    })
  })
  const playButton = t.page.getByRole('button', { name: /animation/ })
  expect(await playButton.getAttribute('aria-label')).toBe('Pause animation')
  await t.page.emulateMedia({ reducedMotion: 'reduce' })
  await expect.poll(() => playButton.getAttribute('aria-label')).toBe('Play animation')
  const pose = await t.page.evaluate(() => {
    const arrived = window.kit.next(window.viewer, 'pose')
    window.viewer.goTo('Side')
    return arrived
  })
  expect(pose.azimuth).toBeCloseTo(Math.PI / 2)
})
