/** Plays the clips of one model. Time moves only when a frame is drawn. */
import { AnimationMixer, type AnimationAction, LoopOnce, LoopPingPong, LoopRepeat } from 'three'
import type { ModelInstance } from './loaded-model.js'
import type { AnimationSettings } from './settings.js'

export interface Playback {
  readonly playing: boolean
  readonly clip: string | null
  /** Null: the clip of the settings, or the first. False: there is no such clip. */
  play(clip?: string | null): boolean
  pause(): void
  seek(seconds: number): void
  configure(settings: AnimationSettings): void
  /** True while something moves. */
  advance(deltaSeconds: number): boolean
  dispose(): void
}

const LOOPS = { once: LoopOnce, pingpong: LoopPingPong, repeat: LoopRepeat } as const

export function createPlayback(
  instance: ModelInstance,
  initial: AnimationSettings,
  onEnd: () => void,
): Playback {
  const mixer = new AnimationMixer(instance.root)
  let settings = initial
  let action: AnimationAction | null = null
  let name: string | null = null
  let playing = false

  const choose = (wanted: string | null): boolean => {
    const clip =
      wanted === null ? instance.animations[0] : instance.animations.find((one) => one.name === wanted)
    if (clip === undefined) return false
    if (name !== clip.name || action === null) {
      action?.stop()
      action = mixer.clipAction(clip)
      action.clampWhenFinished = true
      name = clip.name
    }
    action.setLoop(LOOPS[settings.loop], settings.loop === 'once' ? 1 : Infinity)
    mixer.timeScale = settings.speed
    return true
  }
  mixer.addEventListener('finished', () => {
    playing = false
    onEnd()
  })
  // The first pose is what is framed and shown, also before anything plays.
  if (choose(settings.clip) && action !== null) {
    ;(action as AnimationAction).play()
    mixer.update(0)
  }
  return {
    get playing() {
      return playing
    },
    get clip() {
      return name
    },
    play(clip = settings.clip) {
      if (!choose(clip) || action === null) return false
      const over = action.paused || !action.isRunning()
      if (over) action.reset()
      action.play()
      playing = true
      return true
    },
    pause() {
      playing = false
    },
    seek(seconds) {
      if (action === null && !choose(settings.clip)) return
      action!.play()
      action!.time = seconds
      mixer.update(0)
    },
    configure(next) {
      const other = next.clip !== settings.clip
      settings = next
      choose(other ? next.clip : name)
      if (other && playing) action?.play()
    },
    advance(deltaSeconds) {
      if (playing) mixer.update(deltaSeconds)
      return playing
    },
    dispose() {
      mixer.stopAllAction()
      mixer.uncacheRoot(mixer.getRoot())
    },
  }
}
