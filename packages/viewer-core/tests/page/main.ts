/** Hands the built package to the test: every test drives it from outside through `window.core`. */
import * as core from '@vectreal/viewer-core'

Object.assign(window, { core })
