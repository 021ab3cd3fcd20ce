import { createContext } from 'react'
import type { SceneStore } from './scene-state.js'

/** The store of the nearest `ModelProvider`. */
export const SceneStoreContext = createContext<SceneStore | null>(null)
