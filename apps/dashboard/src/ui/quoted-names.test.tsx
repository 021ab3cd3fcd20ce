import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { QuotedNames } from './quoted-names'
import { formatDay } from './time'

test('writes days as the rest of the dashboard does, and leaves those in names alone', () => {
  const text = '“Sale 2026-01-02” (…abcd) expires on 2026-12-09. Last used on 2026-11-29.'
  const { container } = render(<QuotedNames text={text} />)
  const [end, use] = [formatDay('2026-12-09'), formatDay('2026-11-29')]
  expect(container.textContent).toBe(`“Sale 2026-01-02” (…abcd) expires on ${end}. Last used on ${use}.`)
})

test.each([
  'https://2026-01-02.example.com is refused.',
  'https://shop-2026-01-02.example.com',
  'On 2026-99-99',
  '12026-01-02',
])('leaves %s as it is', (text) => {
  const { container } = render(<QuotedNames text={text} />)
  expect(container.textContent).toBe(text)
})
