/** The generators of frameworks, with the page of the docs that is followed in what they make. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from './generated-app.js'
import { runCommand } from './run-command.js'

const GENERATORS = fileURLToPath(new URL('../node_modules/.bin/', import.meta.url))
const PNPM = fileURLToPath(new URL('../../../node_modules/.bin/pnpm', import.meta.url))
const ELEMENT = ['@vectreal/embed-sdk', 'three']
const TYPES = ['@types/three']

type Command = readonly [command: string, ...args: string[]]

export interface Generator extends Page {
  readonly what: string
  /** Makes the app in a folder that does not exist yet. */
  generate(folder: string): Promise<void>
  /** What the page tells its reader to install. */
  readonly packages: readonly string[]
  readonly developmentPackages?: readonly string[]
  /** What the page tells its reader to change in a file that the generator has made. */
  change?(folder: string): Promise<void>
  /** Types and the build, by the app's own scripts where it has them. */
  readonly builds: readonly Command[]
  /** `PORT` stands for a free one. */
  readonly serve: Command
}

export const VITE_PREVIEW: Command = [
  'vite',
  'preview',
  '--host',
  '127.0.0.1',
  '--strictPort',
  '--port',
  'PORT',
]

export const GENERATED: readonly Generator[] = [
  {
    what: 'create-vite, vanilla-ts',
    page: 'frameworks',
    part: 'Vite',
    generate: (folder) => createVite(folder, 'vanilla-ts'),
    packages: ELEMENT,
    developmentPackages: TYPES,
    builds: [['npm', 'run', 'build']],
    serve: VITE_PREVIEW,
  },
  {
    what: 'create-vite, vue-ts',
    page: 'frameworks',
    part: 'Vue',
    generate: (folder) => createVite(folder, 'vue-ts'),
    packages: ELEMENT,
    developmentPackages: TYPES,
    builds: [['npm', 'run', 'build']],
    serve: VITE_PREVIEW,
  },
  {
    what: 'create-vite, react-ts',
    page: 'react-viewer',
    generate: (folder) => createVite(folder, 'react-ts'),
    packages: ['@vectreal/react-viewer', 'three', '@react-three/fiber'],
    builds: [['npm', 'run', 'build']],
    serve: VITE_PREVIEW,
  },
  {
    what: 'sv create',
    page: 'frameworks',
    part: 'SvelteKit',
    generate: (folder) =>
      generate('sv', folder, [
        'create',
        folder,
        ...'--template minimal --types ts --no-add-ons --no-install'.split(' '),
      ]),
    packages: ELEMENT,
    developmentPackages: TYPES,
    builds: [
      ['npm', 'run', 'check'],
      ['npm', 'run', 'build'],
    ],
    serve: VITE_PREVIEW,
  },
  {
    what: 'an empty folder with Astro',
    page: 'frameworks',
    part: 'Astro',
    generate: createEmptyApp,
    packages: ['astro@5.18.2', ...ELEMENT],
    builds: [['astro', 'build']],
    serve: ['astro', 'preview', '--port', 'PORT'],
  },
  {
    what: 'ng new',
    page: 'frameworks',
    part: 'Angular',
    generate: (folder) => ngNew(folder),
    packages: [...ELEMENT, '@vectreal/viewer-core'],
    developmentPackages: TYPES,
    change: addAsset,
    builds: [['npm', 'run', 'build']],
    serve: [join(GENERATORS, 'vite'), ...VITE_PREVIEW.slice(1), '--outDir', 'dist/generated-ng-new/browser'],
  },
]

/** The last major that runs on the oldest Node of this repository. */
const ANGULAR_CLI = '@angular/cli@21.2.27'
const NG_NEW =
  '--minimal --skip-install --skip-git --defaults --style css --ssr false --zoneless --package-manager pnpm'.split(
    ' ',
  )
const CREATE_NEXT_APP = '--ts --app --no-eslint --no-tailwind --no-src-dir --no-react-compiler --skip-install'

/** Makes a Next.js app in a folder that does not exist yet. */
export async function createNextApp(folder: string, { cacheComponents }: { cacheComponents: boolean }) {
  const choice = cacheComponents ? '--cache-components' : '--no-cache-components'
  const options = [...CREATE_NEXT_APP.split(' '), '--disable-git', '--import-alias', '@/*', choice]
  await generate('create-next-app', folder, [folder, ...options])
  // The generated layout loads its fonts from Google, which a test cannot.
  const layout = join(folder, 'app/layout.tsx')
  const generated = await readFile(layout, 'utf8')
  const withoutFonts = generated
    .replace(/^import .* from "next\/font\/google";\n/m, '')
    .replace(/^const geist\w+ = \w+\(\{.*?^\}\);\n/gms, '')
    .replace(/ className=\{.*?\}(?=>)/s, '')
  await writeFile(layout, withoutFonts)
}

const generate = async (generator: string, folder: string, args: readonly string[]) => {
  await runCommand(join(GENERATORS, generator), args, { cwd: dirname(folder) })
}

const createVite = (folder: string, template: string) =>
  generate('create-vite', folder, [basename(folder), '--template', template, '--no-interactive'])

/** Angular's generator is hundreds of packages: it is fetched where it is used. */
const ngNew = async (folder: string) => {
  await runCommand(PNPM, ['dlx', ANGULAR_CLI, 'new', basename(folder), ...NG_NEW], { cwd: dirname(folder) })
}

/** Astro's generator downloads its templates from GitHub, which a test must not. */
async function createEmptyApp(folder: string): Promise<void> {
  await mkdir(folder)
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
}

/** Adds the entry that the page shows to the assets of the build. */
async function addAsset(folder: string): Promise<void> {
  const shown = join(folder, 'asset.json')
  const file = join(folder, 'angular.json')
  const workspace = JSON.parse(await readFile(file, 'utf8')) as AngularWorkspace
  const [project] = Object.values(workspace.projects)
  project?.architect.build.options.assets.push(JSON.parse(await readFile(shown, 'utf8')))
  await writeFile(file, JSON.stringify(workspace, null, 2))
  await rm(shown)
}

interface AngularWorkspace {
  readonly projects: Record<
    string,
    { readonly architect: { readonly build: { readonly options: { readonly assets: unknown[] } } } }
  >
}
