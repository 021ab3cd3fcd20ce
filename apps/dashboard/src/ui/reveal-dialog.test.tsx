import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { RevealDialog } from './reveal-dialog'

const onClose = vi.fn<() => void>()
beforeEach(() => {
  onClose.mockClear()
  render(<RevealDialog title="Key made" token="vctrl_secret" what="key" onClose={onClose} />)
})
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))

test('asks before it closes with a token that nobody has copied', async () => {
  await press('Done')
  expect(onClose).not.toHaveBeenCalled()
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Keep it open' }))
  await press('Close without copying')
  expect(onClose).toHaveBeenCalledOnce()
})

test('closes at once after the token was copied', async () => {
  userEvent.setup()
  await press('Copy key')
  expect(await navigator.clipboard.readText()).toBe('vctrl_secret')
  await press('Done')
  expect(onClose).toHaveBeenCalledOnce()
})

test('drops the token when the page is left, and warns before', () => {
  const leaving = new Event('beforeunload', { cancelable: true })
  window.dispatchEvent(leaving)
  expect(leaving.defaultPrevented).toBe(true)
  window.dispatchEvent(new Event('pagehide'))
  expect(onClose).toHaveBeenCalledOnce()
})
