/** What is wrong with a model, as codes and places. `describeFinding` has the words. */
import { type Json, list, object } from './document.js'

/** What can be wrong with a model. `describeFinding` has a sentence for each. */
export type GlbFindingCode =
  | 'accessor_damaged'
  | 'accessor_missing'
  | 'animation_reduced'
  | 'camera_unusable'
  | 'chunk_damaged'
  | 'data_copied'
  | 'draw_mode'
  | 'extension_ignored'
  | 'extension_required'
  | 'extension_undeclared'
  | 'file_cut'
  | 'file_short'
  | 'image_damaged'
  | 'image_format'
  | 'image_large'
  | 'image_unused'
  | 'images_large'
  | 'json_damaged'
  | 'json_large'
  | 'lamp_unusable'
  | 'material_missing'
  | 'node_circle'
  | 'node_deep'
  | 'node_refers'
  | 'not_glb'
  | 'not_version_2'
  | 'nothing_to_show'
  | 'outside_file'
  | 'scene_absent'
  | 'scene_missing'
  | 'scene_nodes_twice'
  | 'skin_partial'
  | 'skin_unbound'
  | 'texture_empty'
  | 'texture_missing'
  | 'too_many_entries'
  | 'unpacks_large'

/** What is wrong at one place of a model. */
export interface GlbFinding {
  readonly code: GlbFindingCode
  /** Where: a JSON pointer (RFC 6901) into the glTF document; '' is the whole file. */
  readonly pointer: string
  /** What the file calls the thing at that place; '' where it has no name. */
  readonly name: string
  /** What makes the code exact: a size, an extension. */
  readonly value: string
}

/** Enough to work on; a file with a thousand equal faults needs no thousand lines. */
const MAX_FINDINGS = 20

export interface Findings {
  /** What keeps the model from being shown. */
  readonly errors: readonly GlbFinding[]
  /** What is shown differently from what the file says, or put right on the way. */
  readonly warnings: readonly GlbFinding[]
  fail(pointer: string, code: GlbFindingCode, value?: string | number): void
  warn(pointer: string, code: GlbFindingCode, value?: string | number): void
}

export function createFindings(json: Json): Findings {
  const errors: GlbFinding[] = []
  const warnings: GlbFinding[] = []
  const add =
    (found: GlbFinding[]): Findings['fail'] =>
    (pointer, code, value = '') => {
      const known = found.some((other) => other.code === code && other.pointer === pointer)
      if (found.length >= MAX_FINDINGS || known) return
      const [, part = '', index = ''] = pointer.split('/')
      const { name, uri } = object(list(json[part])[Number(index)])
      const own = name ?? (typeof uri === 'string' && !/^data:/i.test(uri) ? uri : '')
      found.push({ code, pointer, name: typeof own === 'string' ? own : '', value: String(value) })
    }
  return { errors, warnings, fail: add(errors), warn: add(warnings) }
}
