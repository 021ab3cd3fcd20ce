/** Which findings of the Khronos validator mean that a model cannot be shown as it is meant. The rest are warnings. */
import { isDrawnExtension } from '@vectreal/scene-format'

/** The numbers that are drawn are wrong: holes, spikes, or nothing at all. */
const DATA = new Set([
  'ACCESSOR_INDEX_OOB',
  'ACCESSOR_INVALID_FLOAT',
  'ACCESSOR_JOINTS_INDEX_OOB',
  'ACCESSOR_SMALL_BYTESTRIDE',
  'ACCESSOR_SPARSE_INDEX_OOB',
  'IMAGE_UNEXPECTED_EOS',
  'INVALID_IBM_ACCESSOR_COUNT',
  'MESH_PRIMITIVE_INDICES_ACCESSOR_INVALID_FORMAT',
  'MESH_PRIMITIVE_MORPH_TARGET_INVALID_ATTRIBUTE_COUNT',
  'MESH_PRIMITIVE_UNEQUAL_ACCESSOR_COUNT',
  'SKIN_IBM_INVALID_FORMAT',
])

/** A member is not what glTF says it is. Whoever draws it reads something else. */
const SHAPE = new Set([
  'ARRAY_LENGTH_NOT_IN_LIST',
  'ARRAY_TYPE_MISMATCH',
  'INVALID_INDEX',
  'TYPE_MISMATCH',
  'UNDEFINED_PROPERTY',
])

/** Where a member of the wrong shape is drawn. Names, cameras, and how an animation runs are not what is drawn. */
const SHAPED =
  /^\/(?:accessors|buffers|bufferViews|materials|meshes|nodes|skins|textures)\/(?!.*\/(?:extras|name)(?:\/|$))/

/** @param pointer JSON pointer into the document */
export function breaksPicture(code: string, pointer: string): boolean {
  if (isUnread(pointer)) return false
  return DATA.has(code) || (SHAPE.has(code) && SHAPED.test(pointer))
}

/** Below an extension that the viewer does not read. */
function isUnread(pointer: string): boolean {
  const name = /\/extensions\/([^/]+)/.exec(pointer)?.[1]
  return name !== undefined && !isDrawnExtension(name)
}
