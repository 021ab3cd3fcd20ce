/**
 * Styles of the element's shadow tree. Applied as a constructed sheet, which no `style-src` stops.
 *
 * Everything inside lies over the box, so that the box has no width of its own where its parent asks for one (an
 * inline block, a float, a cell): the empty grid before it stands for one that wants all there is and needs nothing.
 */
export const STYLES = `
:host{display:block;width:100%;position:relative;box-sizing:border-box;overflow:hidden;contain:layout paint;min-height:0;background:var(--vectreal-background,transparent);color:var(--vectreal-color,#1c1c1c);font:var(--vectreal-font,14px/1.4 system-ui,sans-serif)}
:host([hidden]){display:none}
:host([data-vectreal-state=error]){max-height:70vh}
:host::before{content:"";display:grid;grid-template-columns:minmax(0,100vw)}
.poster,.viewer{position:absolute;inset:0}
.poster{transition:.25s;background:center/cover no-repeat}
.poster img,::slotted(img){position:absolute;inset:0;width:100%;height:100%;object-fit:var(--vectreal-poster-fit,contain)}
.drawn+.poster{opacity:0;visibility:hidden}
.viewer:not(.drawn){visibility:hidden}
.start,.message>:is(a,button){display:inline-block;margin-top:.5em;font:inherit;color:inherit;background:#fff;border:1px solid;border-radius:4px;padding:.3em .9em;cursor:pointer}
.message,.start{position:absolute;inset:0;margin:auto;width:fit-content;height:fit-content}
.message{max-width:100%;max-height:100%;overflow:auto;box-sizing:border-box;text-align:center;padding:.7em 1em;border-radius:4px;background:var(--vectreal-message-background,#fffe);color:var(--vectreal-message-color,#1c1c1c)}
.message p{margin:0}
.message pre{margin:.5em 0 0;white-space:pre-wrap;overflow-wrap:anywhere;text-align:start;font:12px/1.4 ui-monospace,monospace}
@media (prefers-reduced-motion){.poster{transition:none}}
`
