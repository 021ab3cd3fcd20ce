import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { toPhoneUrl } from '../ar/ar-links.js'
import { isSentFor, phoneFragment } from './phone-scene.js'
import { resolveLoading } from './when-wanted.js'

const openAt = (page: string) => {
  vi.stubGlobal('location', new URL(page))
  vi.stubGlobal('navigator', {})
}
afterEach(() => void vi.unstubAllGlobals())

describe('a phone that was sent to a page', () => {
  test('loads the scene it came for at once, and no other', () => {
    openAt(toPhoneUrl('https://shop.example.com/p?q=1#reviews', phoneFragment('chair')))
    expect([isSentFor('chair'), isSentFor('chai'), isSentFor('')]).toEqual([true, false, false])
    expect(resolveLoading('lazy', 'chair')).toBe('eager')
    expect(resolveLoading('lazy', 'sofa')).toBe('lazy')
  })

  test('finds its scene whatever the fragment of the page is', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.webUrl({ withFragments: true }), (scene, page) => {
        openAt(toPhoneUrl(page, phoneFragment(scene)))
        expect(isSentFor(scene)).toBe(true)
      }),
    )
  })

  test.each(['https://a.example/', 'https://a.example/#top', 'https://a.example/?vectreal-ar=chair'])(
    'is none at %s',
    (page) => {
      openAt(page)
      expect(isSentFor('chair')).toBe(false)
    },
  )
})
