/** The shop's own look; nothing in it is needed for the scenes to work, except a size. */
export const styles = `
:root { color-scheme: light; --ink: #1d2420; --paper: #f6f3ec; --line: #d8d2c4; --accent: #a63d1e; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 'Iowan Old Style', Palatino, Georgia, serif; }
header, main, footer { max-width: 74rem; margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 3rem); }
header { display: flex; justify-content: space-between; align-items: baseline; border-bottom: 1px solid var(--line); }
header p { margin: 0; color: #6a6a5e; font-style: italic; }
.brand { color: inherit; text-decoration: none; font-size: 1.35rem; letter-spacing: 0.02em; }
.brand span { color: var(--accent); }
.hero { display: grid; grid-template-columns: minmax(16rem, 1fr) minmax(0, 2fr); gap: clamp(1rem, 4vw, 3rem); align-items: center; padding: 2rem 0 3rem; }
.hero vectreal-scene { height: min(60vh, 32rem); }
h1 { font-size: clamp(2rem, 4.5vw, 3.4rem); line-height: 1.05; margin: 0 0 1rem; font-weight: 500; }
h2 { font-weight: 500; border-top: 1px solid var(--line); padding-top: 2rem; }
h3 { font-weight: 500; margin: 0.75rem 0 0; }
.lead { font-size: 1.15rem; }
dl { margin: 1.5rem 0; border-top: 1px solid var(--line); }
dl div { display: flex; justify-content: space-between; border-bottom: 1px solid var(--line); padding: 0.4rem 0; }
dt { color: #6a6a5e; }
dd { margin: 0; }
.price { font-size: 1.5rem; }
vectreal-scene { display: block; width: 100%; background: #e9e4d8; border-radius: 4px; overflow: hidden; }
.shelf { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 2rem; }
.shelf vectreal-scene { height: 17rem; }
.note { background: #fff7dd; border: 1px solid #e2cf8f; padding: 0.75rem 1rem; border-radius: 4px; }
footer { border-top: 1px solid var(--line); color: #55554b; font-size: 0.9rem; }
a { color: var(--accent); }
@media (max-width: 46rem) { .hero { grid-template-columns: 1fr; } .hero .words { order: 2; } header { flex-direction: column; } }
`
