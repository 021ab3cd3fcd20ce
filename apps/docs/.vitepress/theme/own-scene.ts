/** Puts the scene, project and organization of whoever is signed in to the dashboard into the samples. */

/** Where the dashboard keeps the organization that was chosen last. */
const CHOSEN = 'vectreal.organization'
const PLACEHOLDER = /YOUR_SCENE_ID|YOUR_PROJECT_ID|(?<=\bORG=)demo-studio\b/g

interface Scene {
  readonly id: string
  readonly projectId: string
  readonly name: string
  readonly status: string
}

interface Own {
  readonly slug: string
  readonly scene: Scene | null
}

export async function fillInOwnScene(): Promise<void> {
  if (findSamples().length === 0) return
  const own = await findOwn(rememberedOrganization())
  // Meanwhile the page may be another one.
  const samples = findSamples()
  if (own === null || samples.length === 0) return
  const values: Readonly<Record<string, string | undefined>> = {
    YOUR_SCENE_ID: own.scene?.id,
    YOUR_PROJECT_ID: own.scene?.projectId,
    'demo-studio': own.slug,
  }
  for (const sample of samples) {
    const texts = document.createTreeWalker(sample, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const text = texts.currentNode as Text
      text.data = text.data.replace(PLACEHOLDER, (placeholder) => values[placeholder] ?? placeholder)
    }
  }
  if (own.scene !== null) samples[0]?.parentElement?.before(note(own.scene.name))
}

function findSamples(): Element[] {
  return [...document.querySelectorAll('main pre')].filter((sample) => sample.textContent.match(PLACEHOLDER))
}

function rememberedOrganization(): string | null {
  try {
    return localStorage.getItem(CHOSEN)
  } catch {
    return null
  }
}

/** Null for whoever is not signed in, or belongs to no organization. */
async function findOwn(chosen: string | null): Promise<Own | null> {
  try {
    if ((await read('/api/auth/get-session')) === null) return null
    const organizations = await read<{ id: string; slug: string }[]>('/api/auth/organization/list')
    const own = organizations.find((one) => one.id === chosen) ?? organizations[0]
    if (own === undefined) return null
    const { items } = await read<{ items: Scene[] }>(`/api/organizations/${own.id}/scenes`)
    return { slug: own.slug, scene: items.find(({ status }) => status === 'published') ?? items[0] ?? null }
  } catch {
    return null
  }
}

async function read<Body>(path: string): Promise<Body> {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return response.json()
}

function note(name: string): HTMLElement {
  const line = document.createElement('p')
  line.className = 'own'
  line.textContent = `With your scene “${name}”. Keys are shown once, so put in your own.`
  return line
}
