/** Styles of the toolbar. Low specificity: any rule of a page wins. */
export const TOOLBAR_CSS = `
:where(.vectreal-controls){position:absolute;inset:8px;z-index:1;display:flex;flex-direction:column-reverse;align-items:center;gap:8px;pointer-events:none;
--side:40px;--bg:#fff;--fg:#15171a;--ac:#0b5fff;font:14px/1.4 var(--vectreal-font,system-ui,sans-serif);color:var(--vectreal-toolbar-color,var(--fg))}
:where(.vectreal-controls)>*{pointer-events:auto;box-sizing:border-box;max-width:100%;min-height:0;overflow:auto;border-radius:var(--vectreal-radius,10px);background:var(--vectreal-toolbar-background,var(--bg));box-shadow:0 1px 8px #0004;border:1px solid transparent}
:where(.vectreal-toolbar,.vectreal-tour,.vectreal-transport,.vectreal-options){display:flex;align-items:center;gap:4px}
:where(.vectreal-toolbar){padding:2px;min-height:calc(var(--side) + 6px)}
:where(.vectreal-toolbar[data-narrow],[data-narrow]>.vectreal-tour,.vectreal-options){flex-wrap:wrap;justify-content:center;max-width:100%}
:where(.vectreal-tour-step){min-width:5em;text-align:center}
:where([data-narrow] .vectreal-tour-step){order:-1}
:where(.vectreal-tour-text){margin:0;padding:8px 12px}
:where([data-open]~.vectreal-tour-text){flex:none;max-height:45%}
:where(.vectreal-tool,.vectreal-option){display:grid;place-items:center;margin:0;border:0;border-radius:8px;background:none;color:inherit;font:inherit;cursor:pointer;padding:0}
:where(.vectreal-tool){width:var(--side);height:var(--side);flex:none}
:where(.vectreal-tool) svg{width:22px;height:22px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
:where(.vectreal-controls button:hover){background:#8883}
:where(.vectreal-tool[aria-expanded=true]){color:var(--vectreal-accent,var(--ac))}
:where(.vectreal-tool[aria-disabled=true]){opacity:.4}
:where(.vectreal-toolbar:not([data-narrow])) .vectreal-tool-more,:where(.vectreal-toolbar[data-narrow]:not([data-open]),.vectreal-toolbar[data-narrow][data-panel])>:not(.vectreal-tool-more),:where(.vectreal-tool[hidden],.vectreal-tour-text:empty,[data-narrow][data-panel]~.vectreal-tour-text){display:none}
:where(.vectreal-controls :focus-visible){outline:2px solid var(--vectreal-focus,var(--vectreal-accent,var(--ac)));outline-offset:-2px}
:where(.vectreal-tool-panel){padding:4px;overscroll-behavior:contain}
:where(.vectreal-option){grid-auto-flow:column;gap:8px;padding:8px 12px;min-height:36px;box-sizing:border-box;border:2px solid transparent;max-width:100%}
:where(.vectreal-option[aria-checked=true]){border-color:var(--vectreal-accent,var(--ac))}
:where(.vectreal-name){overflow-wrap:anywhere}
:where(.vectreal-swatch){width:24px;height:24px;border-radius:50%;overflow:hidden;border:1px solid #8888;box-sizing:border-box;flex:none;forced-color-adjust:none}
:where(.vectreal-swatch) canvas{width:100%;height:100%}
:where(.vectreal-timeline){flex:1 120px;min-width:0;height:24px;accent-color:var(--vectreal-accent,var(--ac))}
[data-vectreal-toolbar~=animations] .vectreal-play{display:none}
[data-vectreal-toolbar] [part=credit],[data-vectreal-toolbar]~.vectreal-credit{top:6px!important;bottom:auto!important;max-height:40%;overflow:auto}
:host([data-vectreal-fullscreen]),.vectreal-viewer[data-vectreal-fullscreen]{position:fixed!important;inset:0!important;margin:0!important;padding:0!important;border:0!important;width:100%!important;height:100%!important;max-width:none!important;max-height:none!important;z-index:2147483647!important;background:var(--vectreal-fullscreen-background,var(--bg,#fff))!important}
@media (pointer:coarse){:where(.vectreal-controls){--side:44px}:where(.vectreal-option){min-height:44px}}
@media (prefers-color-scheme:dark){:where(.vectreal-controls){--bg:#23262b;--fg:#f2f4f7;--ac:#6ea8ff}:host([data-vectreal-fullscreen]),.vectreal-viewer[data-vectreal-fullscreen]{--bg:#15171a}}
@media (forced-colors:active){:where(.vectreal-option){border-color:Canvas}:where(.vectreal-option[aria-checked=true]){border-color:Highlight}:where(.vectreal-controls)>*{border-color:CanvasText}}
`
