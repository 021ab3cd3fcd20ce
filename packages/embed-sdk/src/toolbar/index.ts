export { createToolbar, type Toolbar } from './create-toolbar.js'
export { DEFAULT_TOOLBAR_TEXTS } from './toolbar-texts.js'
