import { fitName } from '../api-keys/fit-name'

/** Name of a scene from that of its file: "race-car" → "Race car". */
export function nameFrom(fileName: string): string {
  const words = fileName.replaceAll(/[-_]+/g, ' ').trim()
  return fitName(words.charAt(0).toUpperCase() + words.slice(1))
}
