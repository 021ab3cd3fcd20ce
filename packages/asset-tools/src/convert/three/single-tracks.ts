/** One track for each part and property of a clip, as glTF has it. */
import type { AnimationClip, KeyframeTrack } from 'three'

/** Returns the names of clips that had two that differ, of which one is left out. */
export function keepSingleTracks(clips: readonly AnimationClip[]): readonly string[] {
  const cut = new Set<string>()
  for (const clip of clips) {
    const kept = new Map<string, KeyframeTrack>()
    for (const track of clip.tracks) {
      const known = kept.get(track.name)
      if (known === undefined || !isMoving(known)) kept.set(track.name, track)
      else if (isMoving(track) && !isSame(known, track)) cut.add(clip.name)
    }
    clip.tracks = [...kept.values()]
  }
  return [...cut]
}

function isMoving({ values, times }: KeyframeTrack): boolean {
  const size = values.length / times.length
  return values.some((value, index) => Math.abs(value - (values[index % size] ?? 0)) > 1e-6)
}

const isSame = (one: KeyframeTrack, other: KeyframeTrack): boolean =>
  one.times.length === other.times.length && one.values.every((value, index) => value === other.values[index])
