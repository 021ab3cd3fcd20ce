/** The pictures of the buttons: paths in a square of 24, drawn as lines. */
const SVG = 'http://www.w3.org/2000/svg'

const ICONS = {
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  previous: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  variants: 'M12 3a9 9 0 100 18 9 9 0 000-18v18',
  cameras: 'M3 8h4l2-3h6l2 3h4v11H3zM12 16a3 3 0 100-6 3 3 0 000 6z',
  animations: 'M5 4h14v16H5zM10 9v6l5-3z',
  play: 'M8 5v14l11-7z',
  pause: 'M8 5v14M16 5v14',
  dimensions: 'M3 16L16 3l5 5L8 21zM8 11l2 2M12 7l2 2',
  ar: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9',
  reset: 'M4 5v5h5M5 10a8 8 0 11-1 4',
  share: 'M12 15V3M8 7l4-4 4 4M5 12v8h14v-8',
  fullscreen: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  leaveFullscreen: 'M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5',
} as const

export type IconName = keyof typeof ICONS

export function icon(name: IconName): SVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  svg.append(document.createElementNS(SVG, 'path'))
  setIcon(svg, name)
  return svg
}

export function setIcon(svg: Element, name: IconName): void {
  svg.firstElementChild?.setAttribute('d', ICONS[name])
}
