/** The site that VitePress builds from the copied pages and the generated reference. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'
import { ADDRESS } from '../src/address.js'
import { readContents } from './contents.js'
import { markdown } from './markdown.js'

export default defineConfig({
  title: 'Vectreal docs',
  titleTemplate: ':title · Vectreal docs',
  description: 'Key-protected 3D scenes for web pages.',
  lang: 'en',
  base: '/docs/',
  cleanUrls: true,
  srcDir: 'dist/pages',
  outDir: 'dist/site',
  rewrites: (file) => file.replace(/README\.md$/, 'index.md'),
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  // Its way to stop transitions while the theme changes is a style that the page's policy refuses.
  appearance: { disableTransition: false },
  // One file that pages share, not a script in each.
  metaChunk: true,
  // Of the many links in the contents few are followed.
  router: { prefetchLinks: false },
  markdown,
  themeConfig: {
    nav: [{ text: 'Dashboard', link: `${ADDRESS}/dashboard`, target: '_self', noIcon: true }],
    sidebar: readContents(fileURLToPath(new URL('../dist/pages', import.meta.url))),
    sidebarMenuLabel: 'Contents',
    outline: [2, 3],
    externalLinkIcon: false,
    notFound: {
      title: 'There is no such page',
      quote: 'The search above knows every page there is.',
      linkLabel: 'To the first page of the docs',
      linkText: 'To the first page',
    },
    search: {
      provider: 'local',
      options: { miniSearch: { searchOptions: { combineWith: 'AND' } } },
    },
  },
  vite: {
    // Inlined files would be data: URLs, which the page's policy has no reason to allow for fonts.
    // The index of the search is past the default warning; it loads only for whoever searches.
    build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 1500 },
  },
  transformHtml(html, _file, { page, content }) {
    // VitePress leaves this one to its script.
    const whole = page === '404.md' ? html.replace('<div id="app">', () => `<div id="app">${content}`) : html
    // The page's policy refuses them; the script of the page sets them anyway.
    return whole.replace(/(<[a-z][^<>]*?) style="[^"]*"/g, '$1')
  },
})
