import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ApiError } from '../../api/problem'
import { UploadProgress } from './upload-progress'

const TEXTURE =
  'Texture "wood.png" is not inside the file. In Blender: Export › glTF 2.0, Format: glTF Binary.'
const BUFFER =
  'Buffer "chair.bin" is not inside the file. In Blender: Export › glTF 2.0, Format: glTF Binary.'

function showRefused(...messages: string[]) {
  const error = new ApiError({
    code: 'invalid_model',
    status: 422,
    title: 'The model is not valid',
    detail: messages.join(' '),
    requestId: null,
    errors: messages.map((message, index) => ({ path: `images.${index}.uri`, message })),
    extra: {},
  })
  render(<UploadProgress state={{ phase: 'failed', error }} onCancel={() => {}} />)
  return screen.getByRole('alert')
}

test('says once what is wrong with a file, without the place in its JSON', () => {
  expect(showRefused(TEXTURE).textContent).toBe(`The model is not valid${TEXTURE}`)
})

test('lists several flaws, each once', () => {
  const alert = showRefused(TEXTURE, BUFFER, BUFFER)
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([TEXTURE, BUFFER])
  expect(alert.textContent).not.toContain('images.')
})
