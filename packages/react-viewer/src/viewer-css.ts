/**
 * Styles of the frame around the picture. Low specificity: any rule of the page wins. The empty grid stands for a child that
 * wants all the width there is and needs none, as in the element.
 */
export const FRAME_CSS = `
:where(.vectreal-viewer){position:relative;width:100%;aspect-ratio:var(--vectreal-aspect,4/3);overflow:hidden;color-scheme:light dark;
--vectreal-text:#15171a;--vectreal-panel:#fffffff2;--vectreal-track:#0002;font:15px/1.45 var(--vectreal-font,system-ui,sans-serif)}
:where(.vectreal-viewer)::before{content:"";display:grid;grid-template-columns:minmax(0,100vw)}
:where(.vectreal-viewer[data-vectreal-state=error]){max-height:70vh}
:where(.vectreal-host){position:absolute;inset:0}
:where(.vectreal-host[data-veiled]){visibility:hidden}
:where(.vectreal-poster){position:absolute;inset:0;width:100%;height:100%;object-fit:contain;pointer-events:none;transition:.3s}
:where(.vectreal-progress){position:absolute;inset-inline:0;bottom:0;height:4px;background:var(--vectreal-track)}
:where(.vectreal-progress)>div{height:100%;background:var(--vectreal-accent,#0b5fff);transform-origin:left;transition:transform .15s}
:where([dir=rtl] .vectreal-progress)>div{transform-origin:right}
:where(.vectreal-progress[data-busy])>div{animation:vectreal-busy 1.2s infinite alternate}
@keyframes vectreal-busy{to{opacity:.35}}
:where(.vectreal-panel){padding:12px 14px;border-radius:var(--vectreal-radius,6px);overflow:auto;max-height:calc(100% - 24px);box-sizing:border-box}
:where(.vectreal-panel) p{margin:0 0 8px}
:where(.vectreal-panel) dl{margin:8px 0 0;display:grid;grid-template-columns:max-content 1fr;gap:2px 10px;font-size:13px}
:where(.vectreal-panel) dt{font-weight:600}
:where(.vectreal-panel) dd{margin:0;overflow-wrap:anywhere}
:where(.vectreal-button){display:inline-block;font:inherit;padding:6px 14px;border-radius:var(--vectreal-radius,6px);border:1px solid;background:none;color:inherit;cursor:pointer}
:where(.vectreal-button:focus-visible){outline:3px solid var(--vectreal-focus,var(--vectreal-accent,#0b5fff));outline-offset:2px}
:where(.vectreal-panel,.vectreal-start,.vectreal-credit){position:absolute;margin:auto;background:var(--vectreal-panel);color:var(--vectreal-text)}
:where(.vectreal-panel,.vectreal-start){inset:12px;width:fit-content;height:fit-content}
:where(.vectreal-credit){inset-inline-end:6px;max-width:calc(100% - 72px);bottom:6px;padding:1px 6px;border-radius:4px;font-size:11px;overflow-wrap:anywhere;opacity:.85}
:where(.vectreal-credit) a{color:inherit}
:where(.vectreal-spoken){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media (prefers-color-scheme:dark){:where(.vectreal-viewer){--vectreal-text:#f2f4f7;--vectreal-panel:#1b1e23f2;--vectreal-track:#fff3}}
@media (prefers-reduced-motion){:where(.vectreal-poster,.vectreal-progress>div){transition:none;animation:none!important}}
`
