/** three's shaders are text, which no minifier touches: what only people read in them is 2 kB of every viewer. */
const FILE = /[\\/]three[\\/]build[\\/]three\.module\.js$/
const STRING = /"(?:[^"\\\n]|\\.)*"/g
const SHADER = /^"#if|\\n.*(?:#ifdef|#if |void main|uniform |vec[234]\b|float )/s

/** Of materials that no glTF and no light of ours has. */
const UNUSED =
  /^"(?:#define (?:PHONG|TOON|MATCAP|NORMAL|DISTANCE)\b|(?:Toon|BlinnPhong)Material |varying vec3 vViewPosition;\\nstruct (?:Toon|BlinnPhong)Material)/

/** What neither a glTF nor a setting of ours turns on: defines, and counts of lights, shadows and planes. */
const NEVER = new Set([
  'ALPHA_TO_COVERAGE',
  'DECODE_VIDEO_TEXTURE',
  'DECODE_VIDEO_TEXTURE_EMISSIVE',
  'DITHERING',
  'NUM_CLIPPING_PLANES',
  'NUM_DIR_LIGHT_SHADOWS',
  'NUM_HEMI_LIGHTS',
  'NUM_LIGHT_PROBE_GRIDS',
  'NUM_POINT_LIGHT_SHADOWS',
  'NUM_RECT_AREA_LIGHTS',
  'NUM_SPOT_LIGHT_COORDS',
  'NUM_SPOT_LIGHT_MAPS',
  'NUM_SPOT_LIGHT_SHADOWS',
  'NUM_SUN_LIGHTS',
  'NUM_SUN_LIGHT_SHADOWS',
  'USE_ALPHAHASH',
  'USE_ALPHAMAP',
  'USE_BATCHING',
  'USE_BATCHING_COLOR',
  'USE_DISPLACEMENTMAP',
  'USE_FOG',
  'USE_GRADIENTMAP',
  'USE_LIGHTMAP',
  'USE_LIGHT_PROBES',
  'USE_LOGARITHMIC_DEPTH_BUFFER',
  'USE_NORMALMAP_OBJECTSPACE',
  'USE_RETROREFLECTION',
  'USE_REVERSED_DEPTH_BUFFER',
  'USE_SHADOWMAP',
  'USE_SPECULARMAP',
])

/** Takes comments, indentation, spaces beside punctuation and unused materials out of the shaders of three. */
export function smallShaders() {
  return {
    name: 'vectreal-small-shaders',
    transform(code, id) {
      if (!FILE.test(id)) return null
      const small = code.replace(STRING, (text) =>
        UNUSED.test(text) ? '""' : SHADER.test(text) ? shrink(text) : text,
      )
      if (small.length > code.length * 0.99) {
        throw new Error('The shaders of three are not where they were: nothing of them became smaller')
      }
      return { code: small, map: null }
    },
  }
}

/** `text`: a string as it stands in the code, with `\n` and `\t` written out. */
function shrink(text) {
  const lines = text
    .slice(1, -1)
    .replaceAll(/\/\*.*?\*\//gs, '')
    .split('\\n')
    .map((line) =>
      line
        .replace(/\/\/.*/, '')
        .replaceAll('\\t', ' ')
        .replaceAll(/ +/g, ' '),
    )
    .map((line) => (line.includes('#') ? line : tighten(line)).trim())
    .filter((line) => line !== '')
  return `"${withoutNever(lines).join('\\n')}"`
}

/** Without the branches that are never taken; what comes after them stays. */
function withoutNever(lines) {
  const kept = []
  /** Of each open condition: does it still stand in the text, and is the branch at hand left out? */
  const open = []
  for (const line of lines) {
    const [directive] = /^#(?:if|else|elif|endif)/.exec(line) ?? []
    if (directive === '#if') open.push({ stands: false, isOut: false })
    const top = open.at(-1)
    const text = directive === undefined ? line : takeBranch(top, directive, line)
    const around = directive === undefined ? open : open.slice(0, -1)
    if (text !== null && !around.some(({ isOut }) => isOut)) kept.push(text)
    if (directive === '#endif') open.pop()
  }
  if (open.length > 0) throw new Error(`A condition of three's shaders does not end: ${lines[0]}`)
  return kept
}

/** What is left of a directive; null: nothing. */
function takeBranch(condition, directive, line) {
  if (directive === '#endif' || directive === '#else') {
    condition.isOut = false
    return condition.stands ? line : null
  }
  condition.isOut = isNever(line)
  if (condition.isOut) return null
  const text = condition.stands ? line : line.replace('#elif', '#if')
  condition.stands = true
  return text
}

/** True where each alternative of a condition needs something that is never there. */
function isNever(line) {
  const condition = line.replace(/^#(?:ifdef|if|elif) /, '').replaceAll(/[()]| ?\bdefined\b/g, ' ')
  if (line.startsWith('#ifndef') || condition.includes('!')) return false
  return condition
    .split('||')
    .every((alternative) =>
      alternative.split('&&').some((part) => NEVER.has(part.trim().replace(/ > 0$/, ''))),
    )
}

/** Two signs in a row would be another operator, so one of them keeps its space. */
function tighten(line) {
  return line
    .replaceAll(/ ?(&&|\|\||[=,;{}()*/<>?:!]) ?/g, '$1')
    .replaceAll(/(?<![+-]) ?([+-]) ?(?![+-])/g, '$1')
}
