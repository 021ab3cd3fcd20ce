/** Hands React and the built package to the tests, which render what they need through `window.kit`. */
import * as viewer from '@vectreal/react-viewer'
import { pageContexts } from '@vectreal/viewer-core'
import * as React from 'react'
import { createRoot, hydrateRoot } from 'react-dom/client'
import type { WebGLRenderer } from 'three'

/** three announces each renderer it makes to developer tools; the tests listen in. */
const renderers: WebGLRenderer[] = []
const devtools = new EventTarget()
devtools.addEventListener('observe', (event) => {
  const { detail } = event as CustomEvent<object>
  if ('info' in detail) renderers.push(detail as WebGLRenderer)
})

/** Filtering a light takes the software GPU seconds; none of these tests looks at it. */
const QUICK = { environment: { preset: 'none' }, shadow: { kind: 'none' } } as const

const kit = { React, createRoot, hydrateRoot, viewer, pageContexts, renderers, QUICK }
export type Kit = typeof kit

Object.assign(window, { kit, __THREE_DEVTOOLS__: devtools })
