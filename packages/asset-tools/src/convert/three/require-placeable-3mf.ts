/** How often a 3MF places its parts: components of components may double with every level. */
import { requirePlaceable } from '../require-placeable.js'

/**
 * @param model the text of its model
 * @throws AssetError `too_large`
 */
export function requirePlaceable3mf(file: string, model: string): void {
  const objects = new Map<string, readonly string[]>()
  for (const [, id = '', body = ''] of model.matchAll(
    /<object\b[^<>]*?\sid\s*=\s*["']([^"']*)["'](.*?)(?=<object\b|$)/gs,
  ))
    objects.set(id, idsOf('component', body))
  requirePlaceable(file, idsOf('item', model), (id) => objects.get(id) ?? [])
}

function idsOf(element: string, text: string): readonly string[] {
  const pattern = new RegExp(`<${element}\\b[^<>]*?\\sobjectid\\s*=\\s*["']([^"']*)["']`, 'g')
  return [...text.matchAll(pattern)].map(([, id = '']) => id)
}
