import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { signOut } from '../api/auth'
import { announce } from '../ui/announcer'
import { pageUrl } from '../url'

/** Returns a function that ends the session and shows the sign-in page. */
export function useSignOut(): () => Promise<void> {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  return async () => {
    try {
      await signOut()
    } catch {
      return announce('You’re still signed in: the server can’t be reached.')
    }
    queryClient.clear()
    await navigate(pageUrl.signIn())
  }
}
