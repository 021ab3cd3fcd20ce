/** Plays the clips of one model. Time moves only when a frame is drawn. */
import { AnimationMixer, LoopOnce, LoopPingPong, LoopRepeat, MathUtils } from 'three'
import { showMoment } from './clips.js'
import type { ModelInstance } from './loaded-model.js'
import type { AnimationSettings } from '@vectreal/scene-format'

export interface Playback {
  /** False also for a clip without motion, which is shown and not played. */
  readonly playing: boolean
  /** Whether the clip has anything to play. */
  readonly moves: boolean
  /** The one that is shown; null: the model has none. */
  readonly clip: string | null
  /** Where it stands. */
  readonly seconds: number
  readonly durationSeconds: number
  /** Null: the first clip; absent: the clip of the settings. False: there is no such clip. */
  play(clip?: string | null): boolean
  pause(): void
  /** Within the clip. */
  seek(seconds: number): void
  configure(settings: AnimationSettings): void
  /** True while something moves. */
  advance(deltaSeconds: number): boolean
  dispose(): void
}

const LOOPS = { once: LoopOnce, pingpong: LoopPingPong, repeat: LoopRepeat } as const

/** `onEnd`: a clip that is played once has ended. */
export function createPlayback(
  instance: ModelInstance,
  initial: AnimationSettings,
  onEnd: () => void,
): Playback {
  const { clips } = instance
  const mixer = new AnimationMixer(instance.root)
  let settings = initial
  let shown = find(settings.clip) ?? clips[0] ?? null
  let playing = false

  function find(name: string | null) {
    return name === null ? clips[0] : clips.find((one) => one.name === name)
  }
  const action = () => (shown === null ? null : mixer.clipAction(shown.clip))
  const configure = (): void => {
    action()?.setLoop(LOOPS[settings.loop], settings.loop === 'once' ? 1 : Infinity)
    mixer.timeScale = settings.speed
  }
  const show = (next: typeof shown): void => {
    if (next !== shown) action()?.stop()
    shown = next
    const current = action()
    if (next === null || current === null) return
    current.clampWhenFinished = true
    configure()
    // A clip that begins with nothing would leave nothing to see where it is not played.
    if (!instance.measure(next.name).startsEmpty) showMoment(mixer, current, 0)
  }
  mixer.addEventListener('finished', () => {
    playing = false
    onEnd()
  })
  // The first moment is what is shown, also before anything plays.
  show(shown)
  return {
    get playing() {
      return playing
    },
    get moves() {
      return shown?.moves ?? false
    },
    get clip() {
      return shown?.name ?? null
    },
    get seconds() {
      return action()?.time ?? 0
    },
    get durationSeconds() {
      return shown?.clip.duration ?? 0
    },
    play(name = settings.clip) {
      const next = find(name)
      if (next === undefined) return false
      if (next !== shown) show(next)
      configure()
      const current = action()!
      if (current.paused || !current.isRunning()) {
        current.reset()
        // Backwards it begins at the end.
        if (settings.speed < 0) current.time = next.clip.duration
      }
      current.play()
      playing = next.moves
      return true
    },
    pause() {
      playing = false
    },
    seek(seconds) {
      const current = action()
      if (shown !== null && current !== null) {
        // The very end of a clip that repeats is its beginning.
        showMoment(mixer, current, MathUtils.clamp(seconds, 0, shown.clip.duration * (1 - 1e-6)))
      }
    },
    configure(next) {
      const isOther = next.clip !== settings.clip
      settings = next
      const clip = isOther ? find(next.clip) : undefined
      if (clip === undefined || clip === shown) return configure()
      show(clip)
      action()?.play()
      playing &&= clip.moves
    },
    advance(deltaSeconds) {
      if (playing) mixer.update(deltaSeconds)
      return playing
    },
    dispose() {
      mixer.stopAllAction()
      mixer.uncacheRoot(instance.root)
    },
  }
}
