import { expect, test } from 'vitest'
import { type FrameAddress, frameUrl } from './frame-url.js'

const address = { baseUrl: 'https://scenes.example.com', sceneId: 'chair', apiKey: 'vctrl_1' }

test.each([undefined, null])('the address of a frame leaves out what is %s', (nothing) => {
  const given = {
    ...address,
    apiKey: nothing,
    alt: nothing,
    lang: nothing,
    toolbar: nothing,
    messages: nothing,
  }
  expect(frameUrl(given as unknown as FrameAddress)).toBe('https://scenes.example.com/embed/chair#key=')
})

test.each([undefined, null, ''])('a frame of the scene %o is refused', (sceneId) => {
  expect(() => frameUrl({ ...address, sceneId } as FrameAddress)).toThrow(
    new TypeError('`sceneId` must be the id of a scene'),
  )
})
