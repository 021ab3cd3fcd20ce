import './styles.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router'
import { createQueryClient } from './app/query-client'
import { reloadOnceForReplacedFiles } from './app/reload-once'
import { startTheme } from './app/theme'
import { createRouter } from './routes'

startTheme()
const queryClient = createQueryClient()
const router = createRouter(queryClient)
reloadOnceForReplacedFiles(router)

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
