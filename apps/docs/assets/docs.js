/** Answers while you type; without it, Enter leads to the page of results. */
const form = document.querySelector('form[role="search"]')
const field = form.querySelector('input')
const hits = form.querySelector('.hits')
let request = new AbortController()

field.addEventListener('input', async () => {
  request.abort()
  request = new AbortController()
  const query = field.value.trim()
  if (query === '') return hits.replaceChildren()
  try {
    const response = await fetch(`/docs/search.json?q=${encodeURIComponent(query)}`, {
      signal: request.signal,
    })
    show(await response.json())
  } catch (error) {
    if (error.name !== 'AbortError') hits.replaceChildren()
  }
})

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') hits.replaceChildren()
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '')
  if (event.key === '/' && !typing) {
    event.preventDefault()
    field.focus()
  }
})
document.addEventListener('click', (event) => {
  if (!form.contains(event.target)) hits.replaceChildren()
})

function show(found) {
  if (found.length === 0) {
    const nothing = document.createElement('p')
    nothing.textContent = 'Nothing found.'
    hits.replaceChildren(nothing)
    return
  }
  hits.replaceChildren(
    ...found.map((hit) => {
      const link = document.createElement('a')
      link.href = hit.href
      link.textContent = hit.heading ? `${hit.title} › ${hit.heading}` : hit.title
      const excerpt = document.createElement('small')
      excerpt.textContent = hit.excerpt
      link.append(excerpt)
      return link
    }),
  )
}
