import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { platformQuery } from '../../api/platform'
import { TalkToUs } from './talk-to-us'

function show(contactUrl: string | null, communityUrl: string | null) {
  const client = new QueryClient()
  client.setQueryData(platformQuery.queryKey, { signUp: 'open', signUpDomains: [], contactUrl, communityUrl })
  return render(
    <QueryClientProvider client={client}>
      <TalkToUs />
    </QueryClientProvider>,
  )
}

test('leads to what the operator has named', () => {
  show('mailto:sales@example.com', 'https://discord.gg/example')
  expect(screen.getByRole('link', { name: 'Talk to us' }).getAttribute('href')).toBe(
    'mailto:sales@example.com',
  )
  expect(screen.getByRole('link', { name: 'Ask the community' }).getAttribute('href')).toBe(
    'https://discord.gg/example',
  )
})

test('shows nothing where nothing is named', () => {
  expect(show(null, null).container.textContent).toBe('')
})
