/** Hands React and the built package to the tests, which render what they need through `window.kit`. */
import * as viewer from '@vectreal/react-viewer'
import { pageContexts } from '@vectreal/viewer-core'
import * as React from 'react'
import { createRoot } from 'react-dom/client'

const kit = { React, createRoot, viewer, pageContexts }
export type Kit = typeof kit

Object.assign(window, { kit })
