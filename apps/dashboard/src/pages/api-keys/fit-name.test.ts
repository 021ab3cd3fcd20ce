import { expect, test } from 'vitest'
import { nameSchema } from '@vectreal/scene-api/schemas'
import { fitName } from './fit-name'

test.each([
  ['Shop', 'Shop'],
  ['x'.repeat(101), 'x'.repeat(100)],
  [`x${'😀'.repeat(101)}`, `x${'😀'.repeat(99)}`],
])('%s becomes a name that the API takes', (text, name) => {
  expect(fitName(text)).toBe(name)
  expect(nameSchema.parse(name)).toBe(name)
})
