/** three's shaders are text, which no minifier touches: what only people read in them is 2 kB of every viewer. */
const FILE = /[\\/]three[\\/]build[\\/]three\.module\.js$/
const STRING = /"(?:[^"\\\n]|\\.)*"/g
const SHADER = /\\n.*(?:#ifdef|#if |void main|uniform |vec[234]\b|float )/s

/** Of materials that no glTF and no light of ours has. */
const UNUSED =
  /^"(?:#define (?:PHONG|TOON|MATCAP|NORMAL|DISTANCE)\b|(?:Toon|BlinnPhong)Material |varying vec3 vViewPosition;\\nstruct (?:Toon|BlinnPhong)Material)/

/** What neither a glTF nor a setting of ours turns on. */
const NEVER =
  /^#ifdef USE_(?:SHADOWMAP|BATCHING|BATCHING_COLOR|LOGARITHMIC_DEPTH_BUFFER|DISPLACEMENTMAP|BUMPMAP)$/

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

/** Without the branches that are never taken; their `#else` stays. */
function withoutNever(lines) {
  const kept = []
  /** Of each open condition: is it ours, and is its branch left out? */
  const open = []
  for (const line of lines) {
    const isDirective = /^#(?:if|else|elif|endif)/.test(line)
    if (line.startsWith('#if')) open.push({ never: NEVER.test(line), isOut: NEVER.test(line) })
    const top = open.at(-1)
    if (line.startsWith('#else') && top?.never) top.isOut = false
    const isOwn = isDirective && top?.never
    if (!isOwn && !open.some(({ isOut }) => isOut)) kept.push(line)
    if (line.startsWith('#endif')) open.pop()
  }
  if (open.some(({ never }) => never))
    throw new Error(`A condition of three's shaders does not end: ${lines[0]}`)
  return kept
}

/** Two signs in a row would be another operator, so one of them keeps its space. */
function tighten(line) {
  return line
    .replaceAll(/ ?(&&|\|\||[=,;{}()*/<>?:!]) ?/g, '$1')
    .replaceAll(/(?<![+-]) ?([+-]) ?(?![+-])/g, '$1')
}
