/** Stand for addresses of the platform in what is built, which knows no platform yet. */
export const ADDRESS = 'https://address-of-the-platform.invalid'
const HTML_DEMO = 'https://html-demo-of-the-platform.invalid'
const REACT_DEMO = 'https://react-demo-of-the-platform.invalid'

/** Where a platform and the demo sites of `npm start` are reached. */
export interface Addresses {
  readonly publicUrl: string
  readonly demoUrls: readonly [html: string, react: string]
}

/** How the files in `docs` write them. */
const EXAMPLES = [
  [/https:\/\/scenes\.example\.com|http:\/\/localhost:4400\b/g, ADDRESS],
  [/http:\/\/localhost:4401\b/g, HTML_DEMO],
  [/http:\/\/localhost:4402\b/g, REACT_DEMO],
] as const

export const markAddresses = (markdown: string): string =>
  EXAMPLES.reduce((text, [example, mark]) => text.replace(example, mark), markdown)

export const fillInAddresses = (built: string, { publicUrl, demoUrls: [html, react] }: Addresses): string =>
  built
    .replaceAll(ADDRESS, () => publicUrl)
    .replaceAll(HTML_DEMO, () => html)
    .replaceAll(REACT_DEMO, () => react)
