/** Hands the library to the test: every test drives it from outside through `window.core`. */
import * as core from '../../src/index.js'

Object.assign(window, { core })
