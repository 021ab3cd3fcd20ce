// @vitest-environment jsdom
/** What editors are told about the element is what the element has. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSceneElement } from '@vectreal/embed-sdk/element'
import { expect, test } from 'vitest'

interface Named {
  readonly name: string
  readonly kind?: string
  readonly description?: string
  readonly type?: { readonly text: string }
  readonly fieldName?: string
}
interface Declaration {
  readonly tagName: string
  readonly attributes: readonly Named[]
  readonly members: readonly Named[]
  readonly events: readonly Named[]
  readonly cssParts: readonly Named[]
}

const PACKAGE = join(import.meta.dirname, '..')
const readJson = async (file: string) => JSON.parse(await readFile(join(PACKAGE, file), 'utf8'))
const names = (list: readonly Named[]) => list.map(({ name }) => name).toSorted()

/** Read by the runtime when a scene starts, so the class does not observe them. */
const AT_START = ['reports', 'figures', 'debug']

async function readElement(): Promise<Declaration> {
  const { customElements } = await readJson('package.json')
  return (await readJson(customElements)).modules[0].declarations[0]
}

test('custom-elements.json names every attribute, property and method of the class', async () => {
  const element = await readElement()
  const SceneElement = createSceneElement({
    baseUrl: null,
    loadRuntime: () => new Promise(() => {}),
    loadEngine: () => new Promise(() => {}),
    loadTexts: () => new Promise(() => {}),
    blocked: () => new Error() as never,
  }) as CustomElementConstructor & { readonly observedAttributes: readonly string[] }
  expect(element.tagName).toBe('vectreal-scene')
  expect(names(element.attributes)).toEqual([...SceneElement.observedAttributes, ...AT_START].toSorted())
  const own = Object.getOwnPropertyNames(SceneElement.prototype).filter(
    (name) => !/^constructor$|Callback$/.test(name),
  )
  expect(names(element.members)).toEqual(own.toSorted())
  const described = [...element.attributes, ...element.members, ...element.events, ...element.cssParts]
  expect(described.filter(({ description }) => !description)).toEqual([])
})

test('editors offer the attributes with their words', async () => {
  const element = await readElement()
  const vscode = await readJson('dist/vscode.html-custom-data.json')
  const webTypes = await readJson('dist/web-types.json')
  const inJetBrains = webTypes.contributions.html.elements[0]
  expect(names(vscode.tags[0].attributes)).toEqual(names(element.attributes))
  expect(names(inJetBrains.attributes)).toEqual(names(element.attributes))
  expect(names(inJetBrains.events)).toEqual(names(element.events))
  const loading = vscode.tags[0].attributes.find(({ name }: Named) => name === 'loading')
  expect(names(loading.values)).toEqual(['eager', 'interaction', 'lazy'])
})
