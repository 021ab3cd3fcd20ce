/** The style sheet of the reference and the error pages. */
export const STYLE = `
:root { color-scheme: light dark; font: 16px/1.55 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 64rem; padding: 1rem 1.25rem 4rem; }
header { display: flex; gap: 1.25rem; padding: .5rem 0 1rem; border-bottom: 1px solid #8884; flex-wrap: wrap; }
code, pre { font: .875em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { overflow: auto; padding: .75rem; border: 1px solid #8884; border-radius: 6px; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid #8883; }
section { margin: 2.5rem 0; }
article { margin: 1.75rem 0; padding-top: .25rem; border-top: 1px solid #8883; }
summary { cursor: pointer; }
nav ul { columns: 2 18rem; padding-left: 1.1rem; }
.method { display: inline-block; min-width: 4.2em; font-weight: 700; text-transform: uppercase; }
`
