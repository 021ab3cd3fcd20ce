import { expect, test } from 'vitest'
import { createAllowlistPool } from './allowlist-pool.js'

const settings = (allowLocalhost: boolean, ...allowedDomains: string[]) => ({
  allowedDomains,
  allowLocalhost,
})

test('lists of the same content share one compiled allowlist', () => {
  const pool = createAllowlistPool(10)
  const first = pool.compile(settings(true, 'a.example', 'b.example'))
  expect(pool.compile(settings(true, 'a.example', 'b.example'))).toBe(first)
  expect(first.match('https://b.example').allowed).toBe(true)
})

test('lists that differ in a pattern or the switch do not', () => {
  const pool = createAllowlistPool(10)
  const list = pool.compile(settings(true, 'a.example'))
  expect(list.match('http://localhost').allowed).toBe(true)
  expect(pool.compile(settings(false, 'a.example')).match('http://localhost').allowed).toBe(false)
  expect(pool.compile(settings(true, 'b.example')).match('https://a.example').allowed).toBe(false)
  expect(pool.compile(settings(true)).match('https://a.example').allowed).toBe(false)
})

test('the one asked for the longest time ago goes first', () => {
  const pool = createAllowlistPool(2)
  const a = pool.compile(settings(true, 'a.example'))
  const b = pool.compile(settings(true, 'b.example'))
  expect(pool.compile(settings(true, 'a.example'))).toBe(a)
  pool.compile(settings(true, 'c.example'))
  expect(pool.compile(settings(true, 'a.example'))).toBe(a)
  expect(pool.compile(settings(true, 'b.example'))).not.toBe(b)
})
