import * as cli from '@vectreal/cli'
import { expect, test } from 'vitest'

test('the names that others import are these', () => {
  expect(Object.keys(cli).toSorted()).toEqual(['readAuditExport', 'runCli', 'verifyAuditLog'])
})
