import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { readSettings } from './settings'
import { Showroom } from './showroom'
import './page.css'

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <Showroom settings={readSettings()} />
  </StrictMode>,
)
