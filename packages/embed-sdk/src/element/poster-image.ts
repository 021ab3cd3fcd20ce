/** The scene's poster in the element's box for it, with its placeholder until it has come. */
import type { SceneManifest } from '@vectreal/scene-format'
import type { ElementPlace } from './element-place.js'

export interface PosterImage {
  show(url: string, manifest: SceneManifest, alt: string): void
  remove(): void
}

export function createPosterImage({ poster: box, setShape }: ElementPlace): PosterImage {
  let image: HTMLImageElement | null = null

  function create(): HTMLImageElement {
    const made = document.createElement('img')
    made.part.add('poster-image')
    made.decoding = 'async'
    // The poster may be transparent.
    made.addEventListener('load', () => (box.style.backgroundImage = ''))
    box.append(made)
    return made
  }

  return {
    show(url, { poster, settings }, alt) {
      image ??= create()
      image.alt = alt
      if (image.src === url || poster === null) return
      const { width, height, placeholder } = poster
      Object.assign(image, { width, height, src: url })
      setShape(`${width}/${height}`)
      // The poster shows what the viewer will: the same colour goes on beside it.
      const { background } = settings as Partial<SceneManifest['settings']>
      box.style.backgroundColor = background?.kind === 'color' ? background.color : ''
      if (placeholder?.startsWith('data:image/')) box.style.backgroundImage = `url("${placeholder}")`
    },
    remove() {
      image?.remove()
      image = null
      box.removeAttribute('style')
    },
  }
}
