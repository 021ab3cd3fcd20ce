import type { DemoOptions, DemoScene } from './options.js'

interface Page extends DemoOptions {
  readonly note?: string
}

/** The page as a shop's own template engine would print it: the key stands in the markup. */
export function renderPage({ platformUrl, scenes, apiKey, note }: Page): string {
  const [hero, ...others] = scenes
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Halden Models: see it from every side</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/styles.css">
<script async src="${escape(platformUrl)}/embed/v1.js"></script>
</head>
<body>
<header>
<a class="brand" href="/">Halden <span>Models</span></a>
<p>Scale models, made slowly</p>
</header>
<main>
${note === undefined ? '' : `<p class="note">${escape(note)}</p>`}
${hero === undefined ? '<p class="note">No scene is published yet.</p>' : heroSection(hero, apiKey)}
${others.length === 0 ? '' : `<section aria-labelledby="more"><h2 id="more">Also on the shelf</h2><div class="shelf">${others.map((scene) => card(scene, apiKey)).join('\n')}</div></section>`}
</main>
<footer>
<p>A plain HTML page on its own origin. Every model comes from <a href="${escape(platformUrl)}">${escape(platformUrl)}</a> through one script tag and one API key.
<a href="/refused">What a refused key looks like</a>.</p>
</footer>
</body>
</html>
`
}

function heroSection(scene: DemoScene, apiKey: string): string {
  return `<section class="hero" aria-labelledby="hero">
<div class="words">
<h1 id="hero">${escape(scene.name)}</h1>
<p class="lead">Turn it, lean in, look underneath. What you see is the piece you get.</p>
<dl><div><dt>Finish</dt><dd>Hand-rubbed lacquer</dd></div><div><dt>Edition</dt><dd>200 pieces</dd></div><div><dt>Ships</dt><dd>In nine days</dd></div></dl>
<p class="price">€ 148</p>
</div>
${sceneElement(scene, apiKey, 'eager')}
</section>`
}

function card(scene: DemoScene, apiKey: string): string {
  return `<article>
${sceneElement(scene, apiKey, 'lazy')}
<h3>${escape(scene.name)}</h3>
</article>`
}

function sceneElement(scene: DemoScene, apiKey: string, loading: 'eager' | 'lazy'): string {
  return `<vectreal-scene scene-id="${escape(scene.id)}" api-key="${escape(apiKey)}" loading="${loading}" camera-controls alt="${escape(scene.name)}, a model you can turn"></vectreal-scene>`
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
