/** What of a model has to be there after optimising as well: pages refer to it by name and by number. */
import type { Glb } from '@vectreal/scene-format'

type Entry = Readonly<Record<string, unknown>>

/** One line for each thing that pages can refer to; the same lines, the same model to them. */
export function describeStructure({ json }: Glb): readonly string[] {
  const of = (name: string): readonly Entry[] => (json[name] as Entry[] | undefined) ?? []
  const nodes = of('nodes')
  const nameOf = (index: unknown) => String(nodes[Number(index)]?.['name'] ?? '')
  const lines = [
    ...nodes.map(
      (node) =>
        `node ${nameOf(nodes.indexOf(node))} ${[node['children']].flat().length} ${'mesh' in node} ${'skin' in node} ${'camera' in node} ${extras(node)}`,
    ),
    ...of('cameras').map((camera) => `camera ${String(camera['type'])} ${extras(camera)}`),
    ...of('animations').map(
      (clip) => `animation ${String(clip['name'])} ${(clip['channels'] as unknown[]).length}`,
    ),
    ...of('scenes').map((scene) => `scene ${String(scene['name'])} ${extras(scene)}`),
    ...variantsOf(json).map((name) => `variant ${name}`),
  ]
  return lines.toSorted()
}

function variantsOf(json: Entry): readonly string[] {
  const extensions = json['extensions'] as Record<string, { variants?: { name?: string }[] }> | undefined
  return (extensions?.['KHR_materials_variants']?.variants ?? []).map(({ name }) => String(name))
}

const extras = ({ extras }: Entry): string => (extras === undefined ? '' : JSON.stringify(extras))
