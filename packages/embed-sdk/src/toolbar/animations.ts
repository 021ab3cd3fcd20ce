/** The animations of the model: play and pause, a timeline, and which of them. */
import { radioGroup } from './choice.js'
import type { ToolbarContext } from './context.js'
import { make, rename, toolButton } from './elements.js'
import { panelButton } from './panel-button.js'
import { setIcon } from './icons.js'

export function animations(context: ToolbarContext): HTMLElement[] {
  const { viewer, texts, clips } = context
  if (viewer.playback === null) return []
  const transport = make('div', 'transport')
  const play = toolButton('play-pause', viewer.labels.play, 'play', () => {
    if (viewer.playback?.isPlaying) viewer.pause()
    else viewer.play(viewer.playback?.clip)
  })
  const timeline = make('input', 'timeline')
  timeline.type = 'range'
  timeline.step = 'any'
  timeline.min = '0'
  timeline.setAttribute('aria-label', texts.timeline)
  timeline.addEventListener('input', () => {
    // Pausing shows where it stood.
    const at = timeline.valueAsNumber
    viewer.pause()
    viewer.seek(at)
    show()
  })
  transport.append(play, timeline)
  const which =
    clips.length < 2
      ? null
      : radioGroup<string | null>(context, {
          label: texts.animations,
          options: clips.map((name) => ({ value: name, name })),
          current: () => viewer.playback?.clip ?? null,
          choose: (clip) => void viewer.play(clip),
        })
  const seconds = new Intl.NumberFormat(context.language, {
    style: 'unit',
    unit: 'second',
    maximumFractionDigits: 1,
  })

  function show(): void {
    if (viewer.playback === null) return
    const { seconds: at, durationSeconds, isPlaying, moves } = viewer.playback
    rename(play, isPlaying ? viewer.labels.pause : viewer.labels.play)
    setIcon(play.firstElementChild!, isPlaying ? 'pause' : 'play')
    play.ariaDisabled = String(!moves)
    timeline.max = String(durationSeconds)
    timeline.valueAsNumber = at
    timeline.ariaValueText = `${seconds.format(at)} / ${seconds.format(durationSeconds)}`
    which?.show()
  }

  const content = which === null ? [transport] : [transport, which.element]
  const button = panelButton(context, 'animations', texts.animations, content, () => {
    let frame = 0
    const follow = (): void => {
      // Time moves by itself only while it plays; a screen reader is told when it stands.
      if (viewer.playback?.isPlaying) timeline.valueAsNumber = viewer.playback.seconds
      frame = requestAnimationFrame(follow)
    }
    show()
    play.focus()
    follow()
    const stop = context.watch(show)
    return () => {
      cancelAnimationFrame(frame)
      stop()
    }
  })
  return [button]
}
