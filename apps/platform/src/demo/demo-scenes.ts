/** The scenes of the demo: which file each shows, and how. */
import { fileURLToPath } from 'node:url'

export interface DemoSceneFile {
  readonly name: string
  /** Without `.glb`. A picture of the same name beside it (`.webp`, `.png`) becomes the poster. */
  readonly file: string
  readonly settings: Readonly<Record<string, unknown>>
}

export const MODELS_FOLDER = fileURLToPath(new URL('../../models/', import.meta.url))

/** The first is the one that both demo sites open with. */
export const DEMO_SCENES: readonly DemoSceneFile[] = [
  {
    name: 'Race Car',
    file: 'race-car',
    settings: { alt: 'A small red and white race car with open wheels', credit: kenney('Race Car') },
  },
  {
    name: 'Showroom',
    file: 'showroom-cameras-lights',
    settings: { alt: 'A lacquered object and a glass lens on a lit stand', initialCamera: 'Hero' },
  },
  {
    name: 'Sports Sedan',
    file: 'sports-sedan-variants',
    settings: {
      alt: 'A low sports sedan in one of three colours',
      variant: 'Ocean Blue',
      credit: kenney('Sports Sedan'),
    },
  },
  {
    name: 'Zombie',
    file: 'zombie-skinned-animated',
    settings: {
      alt: 'A blocky zombie that waves',
      animation: { autoplay: true, clip: 'Idle', loop: 'repeat', speed: 1 },
      credit: kenney('Zombie'),
    },
  },
  {
    name: 'Elven Ranger',
    file: 'elven-ranger-draco',
    settings: {
      alt: 'A statue of an elven ranger drawing a bow',
      credit: {
        title: 'Elven ranger statue',
        author: 'eon',
        licence: 'CC-BY-4.0',
        sourceUrl: 'https://sketchfab.com/facerate',
      },
    },
  },
  {
    name: 'Littlest Tokyo',
    file: 'littlest-tokyo-draco-animated',
    settings: {
      alt: 'A tiny Tokyo street corner with a tram that circles it',
      credit: {
        title: 'Littlest Tokyo (re-encoded)',
        author: 'Glen Fox',
        licence: 'CC-BY-4.0',
        sourceUrl: 'https://sketchfab.com/glenatron',
      },
    },
  },
]

function kenney(title: string) {
  return { title, author: 'Kenney', licence: 'CC0-1.0', sourceUrl: 'https://kenney.nl' }
}
