import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import { onContentUpdated, type Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme-without-fonts'
import { fillInOwnScene } from './own-scene.js'
import './theme.css'

export default {
  extends: DefaultTheme,
  setup() {
    onContentUpdated(fillInOwnScene)
  },
} satisfies Theme
