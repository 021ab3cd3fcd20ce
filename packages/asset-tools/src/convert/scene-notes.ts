/** What became of a model that is no glTF, in words for whoever brought it. */
import { listNames } from './find-model.js'
import { type ConversionNote, noteFiles } from './note.js'
import type { Unit } from './units.js'

/** Width, height and depth in metres. */
export interface ModelSize {
  readonly x: number
  readonly y: number
  readonly z: number
}

/** Names of files and parts, as the file has them. */
export interface SceneFindings {
  readonly size: ModelSize
  /** Null: the file or whoever brought it says the unit. */
  readonly assumedUnit: Unit | null
  readonly missingTextures: readonly string[]
  readonly unreadableTextures: readonly string[]
  readonly missingFiles: readonly string[]
  readonly filesElsewhere: readonly string[]
  /** Of materials, without a place in glTF. */
  readonly maps: readonly string[]
  /** Clips that move one part twice at once. */
  readonly doubleMovements: readonly string[]
  /** Named in the file, and not in it. */
  readonly absentParts: readonly string[]
  /** Attributes that some parts have too few values of. */
  readonly shortAttributes: readonly string[]
  /** Parts whose place is no number; some have no name. */
  readonly brokenPlaces: readonly string[]
  /** Coordinates are too coarse for the model. */
  readonly isCoarse: boolean
  readonly lost: readonly string[]
  readonly complaints: readonly string[]
}

/** A reader may complain of every point. */
const MAX_COMPLAINTS = 5

export function describeFindings(found: SceneFindings): readonly ConversionNote[] {
  const parts = found.brokenPlaces.map((name) => name || 'a part without a name')
  return [
    ...noteFiles('texture_missing', found.missingTextures),
    ...noteFiles('texture_unreadable', found.unreadableTextures),
    ...noteFiles('file_missing', found.missingFiles),
    ...noteFiles('file_elsewhere', found.filesElsewhere),
    ...noteUnit(found),
    ...noteParts(found.maps, (names) => `glTF has nothing for these maps of materials: ${names.join(', ')}.`),
    ...noteParts(
      found.doubleMovements,
      (names) => `Two movements of one part at once, of which one is left out: ${listNames(names)}.`,
    ),
    ...noteParts(found.absentParts, (names) => `Named in the file, and not there: ${listNames(names)}.`),
    ...noteParts(
      found.shortAttributes,
      (names) => `Left out, as some parts have too few of them: ${names.join(', ')}.`,
    ),
    ...noteParts(
      parts,
      (names) => `Taken as none, as they are no numbers: places or movements of ${listNames(names)}.`,
    ),
    ...(found.isCoarse ? [notCarried(TOO_FAR)] : []),
    ...noteParts(found.lost, (names) => `Not carried over: ${names.join('; ')}.`),
    ...found.complaints.slice(0, MAX_COMPLAINTS).map((words) => notCarried(`The reader said: ${words}`)),
  ]
}

const TOO_FAR =
  'The model stands so far from its origin that its coordinates are too coarse for it: export it near the origin.'

function noteParts(
  names: readonly string[],
  describe: (names: readonly string[]) => string,
): readonly ConversionNote[] {
  return names.length === 0 ? [] : [notCarried(describe(names))]
}

function noteUnit({ assumedUnit, size: { x, y, z } }: SceneFindings): readonly ConversionNote[] {
  if (assumedUnit === null) return []
  const sides = [x, y, z].map((metres) =>
    (metres * 100).toLocaleString('en', { maximumSignificantDigits: 3 }),
  )
  const message = `The file names no unit; taken as ${assumedUnit}: ${sides.join(' × ')} cm.`
  return [{ code: 'units_assumed', message, files: [] }]
}

const notCarried = (message: string): ConversionNote => ({ code: 'not_carried', message, files: [] })
