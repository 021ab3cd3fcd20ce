/** What the server wrote into the page. */
export interface DemoSettings {
  readonly platformUrl: string
  readonly apiKey: string
  readonly scenes: readonly { readonly id: string; readonly name: string }[]
}

export function readSettings(): DemoSettings {
  const text = document.getElementById('demo')?.textContent ?? ''
  if (text === '') throw new Error('This page has no settings: serve it through @vectreal/demo-react/server.')
  return JSON.parse(text)
}
