/** Counts what is placed by reference, where that can be counted only while it is done. */
import { MOST_PARTS, tooManyParts } from './require-placeable.js'

/** A part of USD with what is said about it: points, corners, a material. */
export const SPECS_OF_PART = 10

export class PlacedParts {
  readonly #file: string
  #specs = 0

  /** @param file its name, for the error */
  constructor(file: string) {
    this.#file = file
  }

  /** @param specs what would be copied: parts, and each thing that is said about them */
  hasRoomFor(specs: number): boolean {
    return this.#specs + specs <= MOST_PARTS * SPECS_OF_PART
  }

  /**
   * @param specs what is copied
   * @throws AssetError `too_large`
   */
  add(specs: number): void {
    if (!this.hasRoomFor(specs)) throw tooManyParts(this.#file)
    this.#specs += specs
  }
}
