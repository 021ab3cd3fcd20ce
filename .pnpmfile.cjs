/** What is published holds no sources: packing leaves the condition out by which this repository reads them. */
const CONDITION = '@vectreal/source'

function beforePacking(manifest) {
  for (const entry of [...Object.values(manifest.exports ?? {}), ...Object.values(manifest.imports ?? {})]) {
    if (typeof entry === 'object') delete entry[CONDITION]
  }
  return manifest
}

module.exports = { hooks: { beforePacking } }
