/** Styles of hotspots, their notes and dimensions, which come with the code for them. */
export const OVERLAY_CSS = `
:where(.vectreal-dimensions) svg{position:absolute;inset:0;width:100%;height:100%;fill:none;stroke:var(--vectreal-accent);stroke-width:1.5}
:where(.vectreal-dimension){position:absolute;left:0;top:0;padding:1px 6px;border-radius:var(--vectreal-radius,6px);background:var(--vectreal-chip);color:var(--vectreal-chip-text);font:12px/1.5 var(--vectreal-font);white-space:nowrap;border:1px solid transparent}
:where(.vectreal-hotspot){position:absolute;left:0;top:0;margin:-14px 0 0 -14px;padding:0;width:28px;height:28px;border:0;background:none;pointer-events:auto;cursor:pointer}
:where(.vectreal-hotspot)::before{content:"";position:absolute;inset:4px;border-radius:50%;border:2px solid var(--vectreal-chip);background:var(--vectreal-accent);box-shadow:0 1px 4px #0006;transition:opacity .2s}
:where(.vectreal-hotspot:focus-visible){outline:3px solid var(--vectreal-focus,var(--vectreal-accent));outline-offset:2px;border-radius:50%}
:where(.vectreal-hotspot[data-away],.vectreal-hotspot[data-occluded])::before{opacity:.25}
:where(.vectreal-hotspot[data-behind],.vectreal-hotspot[data-behind]+*){visibility:hidden}
:where(.vectreal-note){position:absolute;left:0;top:0;width:max-content;max-width:220px;box-sizing:border-box;overflow:auto;overflow-wrap:anywhere;overscroll-behavior:contain;padding:8px 10px;border:1px solid transparent;z-index:2;border-radius:var(--vectreal-radius,6px);
background:var(--vectreal-chip);color:var(--vectreal-chip-text);font:14px/1.4 var(--vectreal-font);box-shadow:0 2px 12px #0004}
:where(.vectreal-note) strong{display:block}
@media (prefers-reduced-motion){:where(.vectreal-hotspot)::before{transition:none}}
`
