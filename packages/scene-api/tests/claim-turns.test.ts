/** Work that waits in the database: each organization with some gets a turn before any gets another. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { claimVersion } from '../src/domain/optimization/claim-version.js'
import { claimPoster } from '../src/domain/posters/claim-poster.js'
import { afterTurn } from '../src/work/claimed-work.js'
import { SITE } from './support/embed.js'
import { makeGlb } from './support/glb.js'
import { createDraft, createProject, uploadModel } from './support/organization.js'
import { type Person, startPlatform, type TestPlatform } from './support/platform.js'

/** To be worth optimising. */
const LARGE_ENOUGH = makeGlb({ padding: 70_000 })

let platform: TestPlatform
let owner: Person

beforeAll(async () => {
  // Nobody takes what waits but the test.
  platform = await startPlatform({ modelOptimizers: 0 })
  owner = await platform.signUp()
})
afterAll(() => platform.close())

async function createTenant(scenes: number): Promise<string> {
  const org = await platform.createOrganization(owner, 'business')
  const project = await createProject(owner, org, { allowedDomains: [SITE] })
  for (let index = 0; index < scenes; index += 1) {
    const scene = await createDraft(owner, org, project)
    await uploadModel(owner, org, scene, LARGE_ENOUGH)
  }
  await owner.api.call('POST /api/organizations/{org}/projects/{project}/optimize', {
    params: { org, project },
  })
  return org
}

test.each([
  ['optimised files', claimVersion],
  ['posters', claimPoster],
])('%s: two organizations with much do not keep a third one waiting', async (_what, claim) => {
  const much = [await createTenant(3), await createTenant(3)]
  const little = await createTenant(1)
  // Posters are left to the dashboard for a while.
  platform.clock.advance(60_000)
  const served: string[] = []
  let turns: readonly string[] = []
  for (;;) {
    const claimed = await claim(platform.app.context, turns)
    if (claimed === null) break
    turns = afterTurn(turns, claimed.organizationId)
    served.push(claimed.organizationId)
  }
  const own = served.filter((id) => [...much, little].includes(id))
  expect(own.toSorted()).toEqual([little, ...much, ...much, ...much].toSorted())
  expect(new Set(own.slice(0, 3))).toEqual(new Set([...much, little]))
  expect(new Set(own.slice(3, 5))).toEqual(new Set(much))
})
