import {
  AssetError,
  type AssetErrorCode,
  convertToGlb,
  type ConvertOptions,
  reportGlb,
  type SourceFile,
} from '@vectreal/asset-tools'
import { describe, expect, test } from 'vitest'
import { file, fixture, triangle, zip } from './support/files.js'

async function refusal(files: readonly SourceFile[], options?: ConvertOptions): Promise<AssetError> {
  const error: unknown = await convertToGlb(files, options).then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof AssetError) return error
  throw error ?? new Error('the files were taken')
}

const inFolder = (folder: string, files: readonly SourceFile[]) =>
  files.map(({ name, bytes }) => file(`${folder}/${name}`, bytes))
const without = (name: string) => triangle().filter((one) => one.name !== name)

describe('a glTF with its files', () => {
  test('becomes one GLB whose document is as it was', async () => {
    const { glb, notes, format, name } = await convertToGlb(triangle())
    expect({ notes, format, name }).toEqual({ notes: [], format: 'gltf', name: 'corner' })
    const report = await reportGlb(glb)
    expect(report).toMatchObject({ triangles: 1, validator: [], warnings: [] })
    expect(report.textures).toMatchObject([{ width: 1, height: 1, format: 'png' }])
    expect(new TextDecoder().decode(glb)).toContain('"extras":{"article":7}')
  })

  test.each([
    ['in a folder', (files: readonly SourceFile[]) => inFolder('Chair, oak', files)],
    [
      'with the separators of Windows',
      (files: readonly SourceFile[]) => files.map(({ name, bytes }) => file(name.replace('/', '\\'), bytes)),
    ],
    [
      'with names in another case',
      (files: readonly SourceFile[]) =>
        files.map(({ name, bytes }) => file(name.replace('wood', 'WOOD'), bytes)),
    ],
    [
      'beside what a Mac leaves in archives',
      (files: readonly SourceFile[]) => [
        ...files,
        file('__MACOSX/._corner.gltf', 'x'),
        file('.DS_Store', 'x'),
      ],
    ],
  ])('is found %s', async (_how, arrange) => {
    const { glb } = await convertToGlb(arrange(triangle()))
    expect((await reportGlb(glb)).textures).toHaveLength(1)
  })

  test.each([
    ['of another kind', (bytes: Uint8Array) => Uint8Array.from([0x38, 0x42, 0x50, 0x53, ...bytes])],
    ['cut off', (bytes: Uint8Array) => bytes.subarray(0, 45)],
  ])('is taken without a texture that is %s, which is named', async (_what, change) => {
    const files = triangle().map((one) =>
      one.name.endsWith('.png') ? file(one.name, change(one.bytes)) : one,
    )
    const { glb, notes } = await convertToGlb(files)
    expect(notes).toMatchObject([
      { code: 'texture_unreadable', message: '1 texture cannot be read: textures/wood%20plank.png.' },
    ])
    expect(await reportGlb(glb)).toMatchObject({ textures: [], triangles: 1 })
  })

  test('keeps pictures in formats of other programs, as PNG', async () => {
    const gif = Uint8Array.from(
      atob('R0lGODlhAQABAIAAAP8AAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=='),
      (sign) => sign.charCodeAt(0),
    )
    const files = triangle().map((one) => (one.name.endsWith('.png') ? file(one.name, gif) : one))
    const { glb, notes } = await convertToGlb(files)
    expect(notes).toEqual([])
    expect((await reportGlb(glb)).textures).toMatchObject([{ format: 'png', width: 1, height: 1 }])
  })

  test('whose data is inside it needs nothing beside it', async () => {
    const [model] = triangle().filter(({ name }) => name.endsWith('.gltf'))
    const data = triangle().find(({ name }) => name.endsWith('.bin'))
    const document = JSON.parse(new TextDecoder().decode(model?.bytes))
    document.buffers[0].uri = `data:application/octet-stream;base64,${Buffer.from(data?.bytes ?? []).toString('base64')}`
    delete document.images
    delete document.textures
    delete document.materials
    for (const mesh of document.meshes) for (const primitive of mesh.primitives) delete primitive.material
    const { glb } = await convertToGlb([file('corner.gltf', JSON.stringify(document))])
    expect((await reportGlb(glb)).validator.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test('is taken without a texture that is missing, which is named', async () => {
    const { glb, notes } = await convertToGlb(without('textures/wood plank.png'))
    expect(notes).toEqual([
      {
        code: 'texture_missing',
        message: '1 texture is missing: textures/wood%20plank.png.',
        files: ['textures/wood%20plank.png'],
      },
    ])
    expect(await reportGlb(glb)).toMatchObject({ textures: [], triangles: 1 })
  })

  test('is refused without its data, which is named', async () => {
    expect(await refusal(without('corner.bin'))).toMatchObject({
      code: 'missing_files',
      files: ['corner.bin'],
    })
  })

  test.each<[string, AssetErrorCode, (gltf: Record<string, unknown>) => void]>([
    [
      'the net',
      'outside_files',
      (gltf) => Object.assign(gltf, { images: [{ uri: 'https://example.com/wood.png' }] }),
    ],
    [
      'another host',
      'outside_files',
      (gltf) => Object.assign(gltf, { images: [{ uri: '//example.com/wood.png' }] }),
    ],
    ['a disk', 'outside_files', (gltf) => Object.assign(gltf, { images: [{ uri: 'C:\\work\\wood.png' }] })],
    ['the root', 'outside_files', (gltf) => Object.assign(gltf, { images: [{ uri: '/etc/passwd' }] })],
    [
      'above its folder',
      'outside_files',
      (gltf) => Object.assign(gltf, { images: [{ uri: '../../wood.png' }] }),
    ],
    [
      'above it in disguise',
      'outside_files',
      (gltf) => Object.assign(gltf, { images: [{ uri: '%2e%2e/%2e%2e/wood.png' }] }),
    ],
    [
      'more data than there is',
      'damaged_file',
      (gltf) => Object.assign(gltf, { buffers: [{ uri: 'corner.bin', byteLength: 61 }] }),
    ],
    ['glTF 1', 'unsupported_file', (gltf) => Object.assign(gltf, { asset: { version: '1.0' } })],
    ['lists that are none', 'damaged_file', (gltf) => Object.assign(gltf, { buffers: 'corner.bin' })],
    ['nothing to show', 'nothing_to_show', (gltf) => Object.assign(gltf, { nodes: [{ name: 'Empty' }] })],
  ])('is refused where it names %s', async (_what, code, edit) => {
    const error = await refusal(triangle(edit))
    expect(error.code).toBe(code)
    expect(error.hint).not.toBe('')
  })

  test('is refused where it is cut off anywhere', async () => {
    const [gltf, ...rest] = triangle() as [SourceFile, ...SourceFile[]]
    for (let length = 0; length < gltf.bytes.byteLength; length += 37) {
      const { code } = await refusal([file(gltf.name, gltf.bytes.slice(0, length)), ...rest])
      expect(code).toBe(length === 0 ? 'empty_file' : 'damaged_file')
    }
  })
})

describe('a GLB', () => {
  const bytes = fixture('race-car.glb')

  test('comes back byte by byte', async () => {
    expect((await convertToGlb([file('car.glb', bytes)])).glb).toBe(bytes)
  })
  test('is known by its content, whatever its name', async () => {
    expect((await convertToGlb([file('car.gltf', bytes)])).format).toBe('glb')
  })
  test.each([
    ['is cut in its header', bytes.slice(0, 15), 'damaged_file'],
    ['is cut in its data', bytes.slice(0, 60_000), 'damaged_file'],
    ['is empty', bytes.slice(0, 0), 'empty_file'],
    ['is something else', new TextEncoder().encode('<html>Not found</html>'), 'damaged_file'],
  ])('is refused where it %s', async (_how, content, code) => {
    expect(await refusal([file('car.glb', content)])).toMatchObject({ code, files: ['car.glb'] })
  })
  test('is known by its content inside an archive of another name, and an archive by its own', async () => {
    expect((await convertToGlb([file('car.zip', bytes)])).format).toBe('glb')
    expect((await convertToGlb([file('car.glb', await zip([file('car.glb', bytes)]))])).glb).toEqual(bytes)
    expect(await refusal([file('car.glb', 'v 0 0 0')])).toMatchObject({
      code: 'damaged_file',
      message: '“car.glb” is no glTF, whatever its name says.',
    })
  })
  test('is read from a File of a browser', async () => {
    expect((await convertToGlb([new File([bytes as Uint8Array<ArrayBuffer>], 'car.glb')])).name).toBe('car')
  })
})

describe('an archive', () => {
  test('is unpacked, folders and all', async () => {
    const archive = file(
      'chair.zip',
      await zip(inFolder('chair', [...triangle(), file('license.txt', 'CC0')])),
    )
    expect(await convertToGlb([archive])).toMatchObject({ name: 'corner', notes: [] })
  })

  test('keeps names that Windows wrote', async () => {
    const latin = (name: string) => Uint8Array.from(name, (character) => character.charCodeAt(0))
    const files = triangle((gltf) => Object.assign(gltf, { images: [{ uri: 'Fläche.png' }] })).map(
      ({ name, bytes }) => file(name.endsWith('.png') ? 'Fläche.png' : name, bytes),
    )
    const { notes } = await convertToGlb([file('a.zip', await zip(files, { encodeName: latin }))])
    expect(notes).toEqual([])
  })

  test.each<[string, AssetErrorCode, () => Promise<Uint8Array>]>([
    ['has a password', 'encrypted_archive', () => zip(triangle(), { password: 'secret' })],
    ['is cut off', 'damaged_file', async () => (await zip(triangle())).slice(0, -30)],
    ['is none', 'damaged_file', async () => new TextEncoder().encode('Rar!')],
    ['is empty', 'damaged_file', async () => new Uint8Array(0)],
    ['leads out of its folder', 'unsafe_name', () => zip([...triangle(), file('../../.profile', 'x')])],
    ['has an absolute name', 'unsafe_name', () => zip([...triangle(), file('/etc/cron.d/job', 'x')])],
    ['has a name on a disk', 'unsafe_name', () => zip([...triangle(), file('C:\\job.bat', 'x')])],
    ['has a name twice', 'duplicate_name', () => zip([...triangle(), file('./corner.gltf', 'x')])],
    [
      'is a bomb',
      'too_large',
      () => zip([...triangle(), file('corner.raw', new Uint8Array(64 * 1024 * 1024))]),
    ],
    ['has no model', 'no_model', () => zip([file('readme.txt', 'x')])],
    ['has a file of a program', 'unsupported_file', () => zip([file('scene.blend', 'BLENDER')])],
  ])('is refused where it %s', async (_how, code, make) => {
    const error = await refusal([file('model.zip', await make())])
    expect(error.code).toBe(code)
    expect(error.hint).not.toBe('')
  })

  test('inside another one is named, with what to do about it', async () => {
    const error = await refusal([file('model.zip', await zip([file('inner.zip', await zip(triangle()))]))])
    expect([error.code, error.hint]).toEqual(['no_model', expect.stringContaining('Unpack “inner.zip”')])
  })

  test('is refused where an entry is larger than it says', async () => {
    const archive = await zip([file('corner.glb', new Uint8Array(40_000_000))])
    const view = new DataView(archive.buffer)
    for (let at = 0; at + 4 < archive.length; at += 1) {
      // The size in the central directory and in front of the entry.
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 100, true)
      if (view.getUint32(at, true) === 0x04034b50) view.setUint32(at + 22, 100, true)
    }
    expect(await refusal([file('model.zip', archive)])).toMatchObject({ code: 'damaged_file' })
  })
})

test('several models are named, and one of them can be chosen', async () => {
  const files = [...inFolder('a', triangle()), ...inFolder('b', triangle())]
  expect(await refusal(files)).toMatchObject({
    code: 'several_models',
    files: ['a/corner.gltf', 'b/corner.gltf'],
  })
  expect((await convertToGlb(files, { main: 'b/corner.gltf' })).name).toBe('corner')
  expect(await refusal(files, { main: 'c.gltf' })).toMatchObject({ code: 'no_model' })
})

test('too many files, and too many bytes, are refused', async () => {
  const many = Array.from({ length: 20_000 }, (_, index) => file(`${index}.png`, ''))
  expect(await refusal(many)).toMatchObject({ code: 'too_many_files' })
  expect(await refusal(triangle(), { limits: { unpackedBytes: 100 } })).toMatchObject({ code: 'too_large' })
  expect(await refusal([])).toMatchObject({ code: 'no_files' })
})

test('an abort ends the conversion', async () => {
  const signal = AbortSignal.abort(new Error('stopped'))
  await expect(convertToGlb(triangle(), { signal })).rejects.toThrow('stopped')
})
