/** Renders an OpenAPI document as one static page. */

type Json = Record<string, unknown>

interface Described {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description?: string
  readonly security: readonly Json[]
  readonly parameters?: readonly {
    name: string
    in: string
    required?: boolean
    description?: string
    schema: Json
  }[]
  readonly requestBody?: {
    readonly description?: string
    readonly content: Record<string, { schema?: Json }>
  }
  readonly responses: Record<
    string,
    { readonly description: string; readonly content?: Record<string, { schema?: Json }> }
  >
}

export function renderReference(document: Json): string {
  const { info, paths, components, tags } = document as {
    info: { title: string; description: string }
    paths: Record<string, Record<string, Described>>
    components: { schemas: Record<string, Json> }
    tags: { name: string; description?: string }[]
  }
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const sections = tags.map(({ name, description }) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(name))
    return `<section id="${slug(name)}"><h2>${escapeHtml(name)}</h2>${description ? `<p>${inline(description)}</p>` : ''}
${own.map(renderOperation).join('\n')}</section>`
  })
  const schemas = Object.entries(components.schemas)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(
      ([name, schema]) =>
        `<article id="schema-${name}"><h3><code>${name}</code></h3><pre>${linkRefs(JSON.stringify(schema, null, 2))}</pre></article>`,
    )
  return `<h1>${escapeHtml(info.title)}</h1>
<p>${inline(info.description)}</p>
<p>Machine-readable: <a href="/api/openapi.json"><code>/api/openapi.json</code></a> (OpenAPI 3.1).</p>
<nav aria-label="Contents"><ul>${tags.map(({ name }) => `<li><a href="#${slug(name)}">${escapeHtml(name)}</a></li>`).join('')}<li><a href="#schemas">Schemas</a></li></ul></nav>
${sections.join('\n')}
<section id="schemas"><h2>Schemas</h2>${schemas.join('\n')}</section>`
}

function renderOperation({
  path,
  method,
  operation,
}: {
  path: string
  method: string
  operation: Described
}): string {
  const { operationId, summary, description, security, parameters = [], requestBody, responses } = operation
  const credentials = security.map((entry) => Object.keys(entry)[0] ?? 'none').join(' or ') || 'none'
  return `<article id="${operationId}">
<h3>${escapeHtml(summary)}</h3>
<p><code><span class="method">${method}</span> ${escapeHtml(path)}</code></p>
${
  description
    ? description
        .split('\n\n')
        .map((text) => `<p>${inline(text)}</p>`)
        .join('')
    : ''
}
<p>Credential: ${escapeHtml(credentials)}</p>
${
  parameters.length === 0
    ? ''
    : `<table><thead><tr><th>Parameter</th><th>In</th><th>Form</th><th>Meaning</th></tr></thead><tbody>${parameters
        .map(
          ({ name, in: where, required, description, schema }) =>
            `<tr><td><code>${escapeHtml(name)}</code>${required ? ' *' : ''}</td><td>${where}</td><td><code>${escapeHtml(formOf(schema))}</code></td><td>${inline(description ?? '')}</td></tr>`,
        )
        .join('')}</tbody></table>`
}
${requestBody ? `<p>Body: ${renderContent(requestBody.content)}</p>` : ''}
<table><thead><tr><th>Status</th><th>Response</th><th>Body</th></tr></thead><tbody>${Object.entries(responses)
    .map(
      ([status, { description, content }]) =>
        `<tr><td>${status}</td><td>${inline(description)}</td><td>${content ? renderContent(content) : ''}</td></tr>`,
    )
    .join('')}</tbody></table>
</article>`
}

function renderContent(content: Record<string, { schema?: Json }>): string {
  return Object.entries(content)
    .map(([type, { schema }]) => {
      const ref = schema?.$ref ?? (schema?.allOf as Json[] | undefined)?.[0]?.$ref
      const name = typeof ref === 'string' ? ref.replace('#/components/schemas/', '') : null
      const shown =
        name === null
          ? schema && Object.keys(schema).length > 1
            ? `<details><summary>schema</summary><pre>${linkRefs(JSON.stringify(schema, null, 2))}</pre></details>`
            : ''
          : `<a href="#schema-${name}"><code>${name}</code></a>`
      return `<code>${escapeHtml(type)}</code> ${shown}`
    })
    .join('<br>')
}

function formOf({ type, enum: values, default: standard, format }: Json): string {
  const form = Array.isArray(values) ? values.join(' | ') : [type, format].filter(Boolean).join(', ')
  return standard === undefined ? String(form) : `${form} = ${String(standard)}`
}

const linkRefs = (json: string): string =>
  escapeHtml(json).replaceAll(
    /&quot;#\/components\/schemas\/(\w+)&quot;/g,
    (_match, name: string) => `<a href="#schema-${name}">${name}</a>`,
  )

/** Markdown's code and bold marks. */
const inline = (text: string): string =>
  escapeHtml(text)
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')

const slug = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
