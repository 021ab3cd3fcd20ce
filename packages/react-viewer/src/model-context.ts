/** The scene of the nearest provider. */
import type { Scene } from '@vectreal/embed-sdk/scene'
import { createContext } from 'react'

export const SceneContext = createContext<Scene | null>(null)
