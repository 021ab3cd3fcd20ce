import { createRoot } from 'react-dom/client'
import { readSettings } from './settings'

const { scenes } = readSettings()

createRoot(document.getElementById('root') as HTMLElement).render(
  <ul>
    {scenes.map((scene) => (
      <li key={scene.id}>{scene.name}</li>
    ))}
  </ul>,
)
