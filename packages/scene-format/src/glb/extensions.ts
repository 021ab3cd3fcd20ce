/** Which extensions of glTF the viewer draws, which it may leave out, and what to do about the others. */
import type { Findings } from './findings.js'
import { isObject, type Json, list, object } from './document.js'

const DRAWN: ReadonlySet<string> = new Set([
  'KHR_draco_mesh_compression',
  'EXT_meshopt_compression',
  'KHR_meshopt_compression',
  'KHR_mesh_quantization',
  'KHR_texture_basisu',
  'KHR_texture_transform',
  'EXT_texture_webp',
  'EXT_texture_avif',
  'KHR_lights_punctual',
  'KHR_materials_anisotropy',
  'KHR_materials_clearcoat',
  'KHR_materials_diffuse_roughness',
  'KHR_materials_dispersion',
  'KHR_materials_emissive_strength',
  'KHR_materials_ior',
  'KHR_materials_iridescence',
  'KHR_materials_sheen',
  'KHR_materials_specular',
  'KHR_materials_transmission',
  'KHR_materials_unlit',
  'KHR_materials_variants',
  'KHR_materials_volume',
  'EXT_materials_bump',
  'EXT_mesh_gpu_instancing',
])

/** Says something about the file, and nothing about the picture. */
const SILENT: ReadonlySet<string> = new Set(['KHR_xmp_json_ld', 'KHR_xmp'])

/** Left out, also where a file requires them: the model is shown, without what they would add. */
const LEFT_OUT: ReadonlySet<string> = new Set(['KHR_animation_pointer', 'KHR_materials_diffuse_transmission'])

/** True for an extension whose objects the viewer reads: what is wrong in the others changes nothing. */
export function isDrawnExtension(name: string): boolean {
  return DRAWN.has(name)
}

/**
 * Names what is left out, refuses what the file cannot be shown without, and declares what is used without being
 * declared: readers of glTF go by the list.
 */
export function checkExtensions(json: Json, findings: Findings): void {
  const required = new Set(names(json['extensionsRequired']))
  const used = new Set([...names(json['extensionsUsed']), ...required])
  for (const name of required) {
    if (DRAWN.has(name) || SILENT.has(name) || LEFT_OUT.has(name)) continue
    const at = list(json['extensionsRequired']).indexOf(name)
    findings.fail(`/extensionsRequired/${at}`, 'extension_required', name)
  }
  for (const name of used) {
    if (DRAWN.has(name) || SILENT.has(name) || (required.has(name) && !LEFT_OUT.has(name))) continue
    const at = list(json['extensionsUsed']).indexOf(name)
    findings.warn(at === -1 ? '/extensionsRequired' : `/extensionsUsed/${at}`, 'extension_ignored', name)
  }
  for (const name of undeclared(json, used)) {
    findings.warn('/extensionsUsed', 'extension_undeclared', name)
    used.add(name)
  }
  json['extensionsUsed'] = [...used]
  json['extensionsRequired'] = [...required]
}

function names(value: unknown): readonly string[] {
  return list(value).filter((name) => typeof name === 'string')
}

/** Drawn extensions that stand in an object of the document, and not in its list. */
function undeclared(json: Json, used: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>()
  const open: unknown[] = [json]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (isObject(value)) {
      for (const name of Object.keys(object(value['extensions']))) {
        if (DRAWN.has(name) && !used.has(name)) found.add(name)
      }
    }
    const members = Array.isArray(value) ? value : Object.entries(value as Json).flatMap(skipExtras)
    for (const member of members) if (typeof member === 'object' && member !== null) open.push(member)
  }
  return found
}

const skipExtras = ([name, value]: readonly [string, unknown]) => (name === 'extras' ? [] : [value])
