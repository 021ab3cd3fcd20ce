/** Which part of a 3MF is its model: the one that the package says, whatever it is called. */

export const USUAL_ROOT = '3D/3dmodel.model'

/** @param read the bytes of a file of the package */
export function findRootOf3mf(read: (path: string) => Uint8Array | undefined): string {
  const relations = new TextDecoder().decode(read('_rels/.rels'))
  const [relation = ''] = /<Relationship\b[^<>]*\/3dmodel["'][^<>]*>/.exec(relations) ?? []
  return /\bTarget\s*=\s*["']\/?([^"']*)/.exec(relation)?.[1] ?? USUAL_ROOT
}
