/** The words for what is wrong with a model: one sentence for whoever made it, with the remedy where there is one. */
import type { GlbFinding, GlbFindingCode } from './findings.js'

const NOUNS: Readonly<Record<string, string>> = {
  accessors: 'Data block',
  animations: 'Animation',
  bufferViews: 'Data block',
  buffers: 'Buffer',
  images: 'Texture',
  materials: 'Material',
  meshes: 'Mesh',
  nodes: 'Node',
  scenes: 'Scene',
  skins: 'Skin',
  textures: 'Texture',
}

const AGAIN = 'Export the model again.'
const BLENDER = 'In Blender: Export › glTF 2.0, Format: glTF Binary.'

const DATA_PROBLEMS: Readonly<Record<string, string>> = {
  missing: 'needs data that is not in the file',
  beyond: 'needs more bytes than the file has for it',
  compressed: 'is compressed in a way that cannot be read',
}

const IGNORED: Readonly<Record<string, string>> = {
  KHR_animation_pointer: 'animations of materials, lights and cameras do not play',
  KHR_materials_diffuse_transmission: 'light does not shine through thin materials',
  KHR_materials_pbrSpecularGlossiness:
    'materials are shown by their metallic-roughness part; convert them with "gltf-transform metalrough"',
  VRM: 'the model stands in its rest pose, without expressions and swinging hair',
  VRMC_vrm: 'the model stands in its rest pose, without expressions and swinging hair',
  MSFT_lod: 'the finest level of detail is always shown',
  MSFT_texture_dds: 'plain pictures are shown in place of the DDS ones',
  MSFT_texture_video: 'video textures show their still picture',
  EXT_texture_video: 'video textures show their still picture',
  MOZ_texture_video: 'video textures show their still picture',
}

const TEXTS: Readonly<Record<GlbFindingCode, (what: string, value: string, finding: GlbFinding) => string>> =
  {
    accessor_damaged: (what, value) =>
      `${what} ${DATA_PROBLEMS[value] ?? 'is not described as glTF describes data'}. ${AGAIN}`,
    accessor_missing: (what) => `${what} refers to data that does not exist. ${AGAIN}`,
    animation_reduced: (what) => `${what} moves something that is not shown; the rest of it plays.`,
    camera_unusable: (what) => `${what} has a camera that cannot be used.`,
    chunk_damaged: () => `The file is damaged: its chunks are not where they should be. ${AGAIN}`,
    data_copied: () => 'Some data lies where it cannot be read directly; the viewer copies it.',
    draw_mode: (what) => `${what} is to be drawn in a way that does not exist. ${AGAIN}`,
    extension_ignored: (_what, value) =>
      `The viewer ignores ${value}: ${IGNORED[value] ?? 'the model is shown without it'}.`,
    extension_required: (_what, value) =>
      `The file requires the extension ${value}, which the viewer does not have. Export the model without it.`,
    extension_undeclared: (_what, value) =>
      `${value} is used without being declared; the viewer reads it all the same.`,
    file_cut: (_what, value) => `The file is incomplete: ${value} bytes should be there. ${AGAIN}`,
    file_short: () => 'The file is too short for a GLB.',
    image_damaged: (what) => `${what} is not where the file says it is. ${AGAIN}`,
    image_format: (what) =>
      `${what} is not a PNG, JPEG, WebP, AVIF or KTX2 picture. Save it as one of these.`,
    image_large: (what, value) => `${what} has ${value} pixels, more than the viewer draws. Make it smaller.`,
    image_unused: (what) => `${what} cannot be drawn, and nothing that is shown needs it.`,
    images_large: (_what, value) =>
      `The textures have more than ${value} pixels together. Make them smaller.`,
    json_damaged: () => `The JSON in the file is not valid. ${AGAIN}`,
    json_large: () => 'The JSON in the file is too large, or nested too deep. Reduce the number of objects.',
    lamp_unusable: (what) => `${what} has a lamp that cannot be used.`,
    material_missing: (what) => `${what} refers to a material that does not exist. ${AGAIN}`,
    node_circle: (what) => `${what} has two parents, or contains itself. ${AGAIN}`,
    node_deep: (what, value) => `${what} lies too many nodes deep; at most ${value} are drawn.`,
    node_refers: (what, value) => `${what} refers to a ${value} that does not exist. ${AGAIN}`,
    not_glb: () => `The file is not a GLB. ${BLENDER}`,
    not_version_2: () => `The file does not say that it is glTF 2.0. ${BLENDER}`,
    nothing_to_show: () => 'The model has nothing to show: its scene has no mesh with points.',
    outside_file: (what) => `${what} is not inside the file. ${BLENDER}`,
    scene_absent: () => 'The file has no scene; the viewer shows all its nodes.',
    scene_missing: (_what, value) => `The file shows its scene ${value}, which does not exist. ${AGAIN}`,
    scene_nodes_twice: () => 'The scene lists nodes that are children of others; the viewer draws them once.',
    skin_partial: (what) =>
      `${what} has a skin that only a part of it is bound to. Bind all of it, or separate the parts.`,
    skin_unbound: (what) => `${what} has a skin that none of its points is bound to.`,
    texture_empty: (what) => `${what} has a texture without a picture; it is shown without.`,
    texture_missing: (what) => `${what} refers to a texture that does not exist. ${AGAIN}`,
    too_many_entries: (_what, value, { pointer }) =>
      `The file has more than ${value} ${pointer === '' ? 'chunks' : pointer.slice(1)}.`,
    unpacks_large: () => 'The model unpacks to more data than the viewer takes. Reduce its geometry.',
  }

/** One sentence, or two where there is a remedy: `Texture "wood.png" is not inside the file. In Blender: …` */
export function describeFinding(finding: GlbFinding): string {
  return TEXTS[finding.code](subjectOf(finding), finding.value, finding)
}

/** `Texture "wood.png"`, or `Texture 3` (counted from 1) where it has no name. */
function subjectOf({ pointer, name }: GlbFinding): string {
  const [, part = '', index = ''] = pointer.split('/')
  const noun = NOUNS[part] ?? 'The model'
  if (name !== '') return `${noun} "${shorten(name)}"`
  return /^\d+$/.test(index) ? `${noun} ${Number(index) + 1}` : noun
}

/** Text of the file, fit to be shown: short, and without characters that no line of text has. */
function shorten(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd')
  return clean.length > 60 ? `${clean.slice(0, 57)}…` : clean
}
