import { expect, test } from 'vitest'
import { mailboxOf } from './mailbox.js'

test.each([
  ['ann@example.com', 'ann@example.com'],
  ['Ann+News@Example.com', 'ann@example.com'],
  ['ann+a+b@example.com', 'ann@example.com'],
  ['a.nn@example.com', 'a.nn@example.com'],
  ['a.n.n+x@gmail.com', 'ann@gmail.com'],
  ['ann@googlemail.com', 'ann@gmail.com'],
  ['+ann@example.com', '+ann@example.com'],
])('the mail of %s counts as that of %s', (address, mailbox) => {
  expect(mailboxOf(address)).toBe(mailbox)
})
