/**
 * What the custom elements analyzer cannot see by itself: the element is an interface over a class that a function makes. Reads
 * attributes, properties, methods and events from the interfaces that the types of all frameworks are made of.
 */
const TAG = 'vectreal-scene'
/** Interfaces by name, as far as they have been read. */
const SOURCES = ['SceneAttributes', 'SceneEventMap', 'SceneControls', 'VectrealSceneElement']
/** What types mean in markup; null: only scripts can say that. */
const IN_MARKUP = {
  SceneFlag: 'boolean',
  ToolbarWish: 'string',
  'Partial<SceneMessages>': null,
  '`${number}`': null,
}

/** `name - text`, or `[name=default] - text`; a slot may have no name. */
const TAG_FORM = /^\[?([\w-]*?)(?:=(.*?)\])?\s*- (.*)$/s

/** A plugin of `@custom-elements-manifest/analyzer`. */
export function sceneElementManifest() {
  const found = {}
  return {
    name: 'vectreal-scene-element',
    analyzePhase({ ts, node }) {
      if (ts.isInterfaceDeclaration(node) && SOURCES.includes(node.name.text)) {
        found[node.name.text] = readInterface(ts, node)
      }
    },
    packageLinkPhase({ customElementsManifest }) {
      for (const name of SOURCES) {
        if (found[name] === undefined) throw new Error(`There is no interface ${name} any more.`)
      }
      customElementsManifest.modules = [moduleOf(found)]
    },
  }
}

function moduleOf({ SceneAttributes, SceneEventMap, SceneControls, VectrealSceneElement: element }) {
  const path = 'dist/element/define.js'
  const members = [...element.members, ...SceneControls.members].filter(
    ({ name }) => name !== 'addEventListener',
  )
  const properties = new Set(members.map(({ name }) => name))
  return {
    kind: 'javascript-module',
    path,
    declarations: [
      {
        kind: 'class',
        customElement: true,
        name: 'VectrealSceneElement',
        tagName: TAG,
        description: element.description,
        superclass: { name: 'HTMLElement' },
        attributes: SceneAttributes.members.map(({ name, description, type }) => {
          const fieldName = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
          return {
            name,
            description,
            type: { text: inMarkup(type.text) },
            ...(properties.has(fieldName) ? { fieldName } : {}),
          }
        }),
        members: members.map((member) => {
          const attribute = SceneAttributes.members.find(
            ({ name }) => name.replaceAll('-', '') === member.name.toLowerCase(),
          )
          return attribute === undefined ? member : { ...member, attribute: attribute.name }
        }),
        events: SceneEventMap.members.map(({ name, description, type }) => ({ name, description, type })),
        slots: element.tags.slot ?? [],
        cssParts: element.tags.csspart ?? [],
        cssProperties: element.tags.cssproperty ?? [],
      },
    ],
    exports: [
      {
        kind: 'custom-element-definition',
        name: TAG,
        declaration: { name: 'VectrealSceneElement', module: path },
      },
    ],
  }
}

function inMarkup(type) {
  const words = type.split(' | ').map((word) => (word in IN_MARKUP ? IN_MARKUP[word] : word))
  return words.filter((word) => word !== null).join(' | ')
}

function readInterface(ts, node) {
  const members = new Map()
  for (const member of node.members) {
    const read = readMember(ts, member)
    // Of a getter and its setter the first is what reading gives.
    if (read !== null && !members.has(read.name)) members.set(read.name, read)
  }
  const tags = {}
  for (const tag of ts.getJSDocTags(node)) {
    const [, name, initial, description] = TAG_FORM.exec(commentOf(ts, tag.comment)) ?? []
    if (name === undefined) continue
    const common = { name, description }
    ;(tags[tag.tagName.text] ??= []).push(initial === undefined ? common : { ...common, default: initial })
  }
  return { description: descriptionOf(ts, node), members: [...members.values()], tags }
}

function readMember(ts, member) {
  if (member.name === undefined || ts.isSetAccessor(member)) return null
  const common = { name: member.name.text, description: descriptionOf(ts, member) }
  if (ts.isMethodSignature(member)) {
    const parameters = member.parameters.map((parameter) => ({
      name: parameter.name.getText(),
      type: { text: parameter.type.getText() },
      ...(parameter.questionToken === undefined ? {} : { optional: true }),
    }))
    return { ...common, kind: 'method', parameters, return: { type: { text: member.type.getText() } } }
  }
  const isReadonly = (member.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword)
  return {
    ...common,
    kind: 'field',
    type: { text: typeText(member.type) },
    ...(isReadonly ? { readonly: true } : {}),
  }
}

/** Editors offer the words of a union; that a framework may set `undefined` is no word. */
function typeText(type) {
  return type
    .getText()
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== 'undefined' && part !== 'null' && part !== '')
    .join(' | ')
}

function descriptionOf(ts, node) {
  const [doc] = node.jsDoc ?? []
  return doc === undefined ? '' : commentOf(ts, doc.comment)
}

function commentOf(ts, comment) {
  return (ts.getTextOfJSDocComment(comment) ?? '').trim()
}
