import { adoptSheet } from './adopt-sheet.js'

/** The viewer brings its own styles: no CSS file, no inline style that a strict policy would refuse. */
export const VIEWER_CSS = `
:where(.vectreal-surface){position:absolute;inset:0;overflow:hidden;outline:none;user-select:none;-webkit-user-select:none;
--vectreal-accent:#0b5fff;--vectreal-chip:#fff;--vectreal-chip-text:#15171a;--vectreal-font:system-ui,sans-serif}
:where(.vectreal-surface:focus-visible)::after{content:"";position:absolute;inset:2px;border:3px solid var(--vectreal-focus,var(--vectreal-accent));
border-radius:var(--vectreal-radius,6px);pointer-events:none;box-shadow:0 0 0 2px #fff inset}
:where(.vectreal-stage,.vectreal-hotspots,.vectreal-dimensions){position:absolute;inset:0}
:where(.vectreal-stage)>canvas{display:block;width:100%!important;height:100%!important;touch-action:inherit}
:where(.vectreal-hotspots,.vectreal-dimensions){pointer-events:none}
:where(.vectreal-hidden){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
:where(.vectreal-play){position:absolute;inset-inline-start:10px;bottom:10px;width:36px;height:36px;border:1px solid transparent;border-radius:50%;background:var(--vectreal-chip);color:var(--vectreal-chip-text);box-shadow:0 1px 6px #0004;cursor:pointer;padding:0}
:where(.vectreal-play[hidden]){display:none}
:where(.vectreal-play)::before{content:"";display:block;width:12px;height:14px;margin:auto;background:currentColor;forced-color-adjust:none;clip-path:polygon(10% 0,100% 50%,10% 100%)}
:where(.vectreal-play[data-playing=true])::before{clip-path:polygon(0 0,35% 0,35% 100%,0 100%,0 0,65% 0,100% 0,100% 100%,65% 100%,65% 0)}
:where(.vectreal-play:focus-visible){outline:3px solid var(--vectreal-focus,var(--vectreal-accent));outline-offset:2px}
:where(.vectreal-hint){position:absolute;inset:0;display:grid;place-items:center;padding:16px;background:#0008;color:#fff;font:16px/1.4 var(--vectreal-font);text-align:center;opacity:0;pointer-events:none;transition:opacity .2s}
:where(.vectreal-surface[data-hint]) .vectreal-hint{opacity:1}
@media (prefers-color-scheme:dark){:where(.vectreal-surface){--vectreal-accent:#6ea8ff;--vectreal-chip:#23262b;--vectreal-chip-text:#f2f4f7}}
@media (prefers-reduced-motion){:where(.vectreal-hint){transition:none}}
`

/** Adds the styles of the viewer, as `adoptSheet` does. */
export function adoptStyles(element: HTMLElement, nonce?: string): () => void {
  return adoptSheet(element, VIEWER_CSS, nonce)
}
