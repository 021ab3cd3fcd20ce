/** What is accepted and refused at upload, over HTTP: the same cases that the viewer is held against. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GLB_CASES, HOSTILE_FILES, type GlbCase } from '@vectreal/test-kit/glb-cases'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judgeModel } from '../src/domain/models/judge-model.js'
import { createDraft, createProject, uploadModel } from './support/organization.js'
import { outcomesOf } from './support/outcomes.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let folder: string

beforeAll(async () => {
  platform = await startPlatform()
  folder = await mkdtemp(join(tmpdir(), 'vectreal-models-'))
})
afterAll(async () => {
  await platform.close()
  await rm(folder, { recursive: true })
})

async function judge({ name, bytes }: GlbCase) {
  const path = join(folder, name.replaceAll(/\W/g, '-'))
  await writeFile(path, bytes())
  return judgeModel(path)
}

async function createTenant() {
  const owner = await platform.signUp()
  const organization = await platform.createOrganization(owner, 'business')
  const project = await createProject(owner, organization)
  return {
    owner,
    async upload(model: Uint8Array) {
      return uploadModel(owner, organization, await createDraft(owner, organization, project), model)
    },
  }
}

describe('a file of the wild', () => {
  test.each(GLB_CASES)('$name', async (given) => {
    const verdict = await judge(given)
    const said = (verdict.ok ? verdict.report.warnings : verdict.errors).map(({ message }) => message)
    expect({ accepted: verdict.ok, said: said.join('\n') }).toEqual({
      accepted: given.refusal === undefined,
      said: expect.stringMatching(given.refusal ?? given.warning ?? /(?:)/),
    })
  })
})

test('a refusal says once what is wrong, and where apart from that', async () => {
  const { upload } = await createTenant()
  const picture = GLB_CASES.find(({ name }) => name === 'a picture outside the file')
  const sentence =
    'Texture "wood.png" is not inside the file. In Blender: Export › glTF 2.0, Format: glTF Binary.'
  await expect(upload(picture?.bytes() ?? new Uint8Array())).rejects.toMatchObject({
    status: 422,
    code: 'invalid_model',
    message: sentence,
    errors: [{ path: 'images.0.uri', pointer: '/images/0/uri', message: sentence }],
  })
})

test('an attack gets its response, and another tenant uploads meanwhile', async () => {
  const [attacker, other] = [await createTenant(), await createTenant()]
  const attacks = HOSTILE_FILES.map(async ({ bytes, refusal }) => ({
    expected: [refusal === undefined ? 'done' : '422 invalid_model'],
    outcome: await outcomesOf([attacker.upload(bytes())]),
  }))
  const plain = GLB_CASES[0]?.bytes() ?? new Uint8Array()
  await other.upload(plain)
  for (const { outcome, expected } of await Promise.all(attacks)) expect(outcome).toEqual(expected)
})
