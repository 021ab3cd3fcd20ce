import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { SitePresetForm } from './site-preset-form'

test('adds what a site builder needs, each entry with its reason', async () => {
  const onAdd = vi.fn<(patterns: readonly string[]) => void>()
  render(<SitePresetForm known={['www.acme.example']} onAdd={onAdd} />)
  const user = userEvent.setup()
  await user.selectOptions(screen.getByLabelText('Made with a site builder?'), 'Webflow')
  await user.type(screen.getByLabelText('Domain'), 'https://www.acme.example/chairs')
  await user.type(screen.getByLabelText('Site name'), 'acme-chairs')
  const entries = within(screen.getByRole('list', { name: 'Entries for Webflow' })).getAllByRole('listitem')
  expect(entries.map(({ textContent }) => textContent)).toEqual([
    'www.acme.exampleAlready on the list. The site as visitors see it.',
    'acme-chairs.webflow.ioThe staging site, where changes are tried before they are published.',
    'acme-chairs.canvas.webflow.comPreview and comment mode of the Designer, which run custom code.',
  ])
  await user.click(screen.getByRole('button', { name: 'Add 2 entries' }))
  expect(onAdd.mock.lastCall).toEqual([['acme-chairs.webflow.io', 'acme-chairs.canvas.webflow.com']])
})

test('says what is wrong with a name, adds nothing of it, and warns of hosts that strangers share', async () => {
  const onAdd = vi.fn<(patterns: readonly string[]) => void>()
  render(<SitePresetForm known={[]} onAdd={onAdd} />)
  const user = userEvent.setup()
  await user.selectOptions(screen.getByLabelText('Made with a site builder?'), 'Shopify')
  await user.type(screen.getByLabelText('Store name'), 'two words')
  expect(screen.getByText(/"two words\.myshopify\.com" holds a space/)).toBeTruthy()
  expect(screen.getByText(/^Not added\. .+ random name/)).toBeTruthy()
  const add = screen.getByRole('button', { name: 'Add 0 entries' })
  expect(add.getAttribute('aria-disabled')).toBe('true')
  await user.click(add)
  expect(onAdd).not.toHaveBeenCalled()
})
