/** The element is typed where a page asks the document for it. */
import { expectTypeOf, test } from 'vitest'
import type { VectrealError } from '../vectreal-error.js'
import type { VectrealSceneElement } from './scene-element-api.js'

test('pages find the element and its events by their names', () => {
  expectTypeOf<HTMLElementTagNameMap['vectreal-scene']>().toEqualTypeOf<VectrealSceneElement>()
  const listen = (scene: VectrealSceneElement) => {
    scene.addEventListener('error', ({ detail }) => expectTypeOf(detail).toEqualTypeOf<VectrealError>())
    scene.addEventListener('click', (event) =>
      expectTypeOf(event).toEqualTypeOf<HTMLElementEventMap['click']>(),
    )
    // @ts-expect-error -- none of the words that it may be
    scene.loading = 'sometimes'
  }
  expectTypeOf(listen).toBeFunction()
})
