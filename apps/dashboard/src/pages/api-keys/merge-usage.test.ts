import { expect, test } from 'vitest'
import { mergeOrigins } from './merge-usage'

test('one origin is one row, whoever asked, with the latest use', () => {
  const rows = mergeOrigins([
    {
      origin: 'https://a.example',
      client: 'browser',
      loads: 3,
      refusals: 1,
      lastSeenAt: '2026-01-02T00:00:00.000Z',
    },
    {
      origin: 'https://b.example',
      client: 'browser',
      loads: 9,
      refusals: 0,
      lastSeenAt: '2026-01-01T00:00:00.000Z',
    },
    {
      origin: 'https://a.example',
      client: 'other',
      loads: 1,
      refusals: 0,
      lastSeenAt: '2026-01-03T00:00:00.000Z',
    },
  ])
  expect(rows).toEqual([
    {
      origin: 'https://b.example',
      loads: 9,
      refusals: 0,
      lastSeenAt: '2026-01-01T00:00:00.000Z',
      clients: ['browser'],
    },
    {
      origin: 'https://a.example',
      loads: 4,
      refusals: 1,
      lastSeenAt: '2026-01-03T00:00:00.000Z',
      clients: ['browser', 'other'],
    },
  ])
})
