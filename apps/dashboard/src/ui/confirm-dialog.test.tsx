import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { ConfirmDialog } from './confirm-dialog'

function show(onConfirm: () => Promise<unknown>, onClose: () => void, why?: string) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ConfirmDialog title="Revoke it?" confirm="Revoke" why={why} onConfirm={onConfirm} onClose={onClose} />
    </QueryClientProvider>,
  )
}

test('begins at the harmless button', () => {
  show(
    async () => {},
    () => {},
  )
  expect(screen.getByRole('alertdialog', { name: 'Revoke it?' })).toBeTruthy()
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' }))
})

test('closes once it is done', async () => {
  const onClose = vi.fn<() => void>()
  show(async () => {}, onClose)
  await userEvent.click(screen.getByRole('button', { name: 'Revoke' }))
  expect(onClose).toHaveBeenCalledOnce()
})

test('stays open with the reason where it fails', async () => {
  const onClose = vi.fn<() => void>()
  show(() => Promise.reject(new TypeError('Failed to fetch')), onClose)
  await userEvent.click(screen.getByRole('button', { name: 'Revoke' }))
  expect(await screen.findByRole('alert')).toBeTruthy()
  expect(onClose).not.toHaveBeenCalled()
})

test('cannot be confirmed while there is a reason not to, which hovering and screen readers tell', async () => {
  const onConfirm = vi.fn<() => Promise<void>>(async () => {})
  show(onConfirm, () => {}, 'The list is still loading.')
  const confirm = screen.getByRole('button', { name: 'Revoke', description: 'The list is still loading.' })
  await userEvent.click(confirm)
  expect(onConfirm).not.toHaveBeenCalled()
})
