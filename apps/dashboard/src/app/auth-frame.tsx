/** The frame of the pages before signing in. */
import type { ReactNode } from 'react'
import { Announcer } from '../ui/announcer'
import { Brand } from '../ui/brand'
import { Footer } from './footer'
import { OnlineBanner } from './online-banner'
import { ThemeSwitch } from './theme-switch'

interface AuthFrameProps {
  readonly title: ReactNode
  readonly lead?: ReactNode
  readonly children: ReactNode
}

export function AuthFrame({ title, lead, children }: AuthFrameProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <OnlineBanner />
      <header className="flex items-center justify-between px-4 py-4 sm:px-8">
        <Brand />
        <ThemeSwitch />
      </header>
      <main className="flex flex-1 items-start justify-center px-4 py-8 sm:items-center">
        <div className="card w-full max-w-sm p-6 sm:p-8">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          {lead !== undefined && <p className="mt-1.5 text-sm text-muted">{lead}</p>}
          <div className="mt-6">{children}</div>
        </div>
      </main>
      <Footer />
      <Announcer />
    </div>
  )
}
