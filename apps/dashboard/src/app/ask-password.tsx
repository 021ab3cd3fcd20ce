/** Asks who was signed in for their password, over the page. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { findSession, signIn, type User } from '../api/auth'
import { asApiError } from '../api/problem'
import { reportSignedIn } from '../api/signed-out'
import { TextField } from '../forms/field'
import { pageUrl } from '../url'
import { Button } from '../ui/button'
import { Dialog, DialogActions } from '../ui/dialog'
import { ProblemNote } from '../ui/states'
import { announce } from '../ui/announcer'
import { sessionQuery } from './session'

export default function AskPassword({ user }: { user: User }) {
  const { pathname, search } = useLocation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState<string | null>(null)
  const leave = () => {
    reportSignedIn()
    queryClient.clear()
    void navigate(pageUrl.signIn(pathname + search))
  }
  const again = useMutation({
    mutationFn: async () => {
      if (code !== null) await (await import('../api/second-factor')).verifySecondFactor(code)
      else if ((await signIn(user.email, password)) === 'second_factor') return 'second_factor'
      return findSession()
    },
    onSuccess: (session) => {
      if (session === 'second_factor') return setCode('')
      reportSignedIn()
      // Somebody else's session must not inherit what this page holds.
      if (session?.user.id !== user.id) return window.location.reload()
      queryClient.setQueryData(sessionQuery.queryKey, session)
      announce('Signed in again. Repeat what you were doing.')
      void queryClient.invalidateQueries()
    },
  })
  return (
    <Dialog
      size="small"
      title="Your session has ended"
      description="Sign in again to continue. What you typed is still there."
      onClose={leave}
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          again.mutate()
        }}
      >
        <p className="user-text text-sm">
          Signing in as <strong>{user.email}</strong>
        </p>
        <input type="hidden" name="username" autoComplete="username" value={user.email} readOnly />
        {code !== null && (
          <TextField
            label="Code"
            autoComplete="one-time-code"
            hint="The six digits of your authenticator app, or one of your recovery codes."
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
        <TextField
          label="Password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {again.error && <ProblemNote error={asApiError(again.error)} />}
        <DialogActions>
          <Button onClick={leave}>Leave this page</Button>
          <Button kind="primary" type="submit" busy={again.isPending}>
            Sign in
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
