/** Unpacks the Chromium of the npm package once per user and machine, whole or not at all. */
import { execFile, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** Code that a child runs with its temp folder set: the package unpacks there and nowhere else. */
const UNPACK = `import chromium from '@sparticuz/chromium'; await chromium.executablePath()`
/** Makes the package unpack the shared libraries that a bare machine lacks, too. */
const WITH_LIBRARIES = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' }
/** What a shell and `ld.so` say about a program whose libraries are missing. */
const CANNOT_LOAD = 127

export interface ChromiumFiles {
  readonly executablePath: string
  /** Variables the browser needs on this machine: its own libraries and fonts where the system has none. */
  readonly env: Readonly<Record<string, string>>
}

let files: Promise<ChromiumFiles> | undefined

/** Where the browser is, unpacking it when this user runs it for the first time. */
export function findChromium(): Promise<ChromiumFiles> {
  files ??= unpackOnce()
  return files
}

async function unpackOnce(): Promise<ChromiumFiles> {
  if (process.arch !== 'x64' || process.platform !== 'linux') {
    throw new Error(
      `The bundled Chromium is for Linux on x64, this is ${process.platform} on ${process.arch}. ` +
        'Install Chromium and name its executable in CHROMIUM_PATH.',
    )
  }
  const folder = join(tmpdir(), `vectreal-chromium-${packageVersion()}-${process.getuid?.() ?? 0}`)
  if (!existsSync(folder)) {
    const fresh = await mkdtemp(`${folder}.`)
    await run(process.execPath, ['--input-type=module', '--eval', UNPACK], {
      cwd: dirname(fileURLToPath(import.meta.url)),
      env: { ...process.env, ...WITH_LIBRARIES, TMPDIR: fresh },
    })
    await chmod(join(fresh, 'chromium'), 0o755)
    await writeFile(join(fresh, 'fonts', 'fonts.conf'), fontsConfiguration(folder))
    // Whoever comes second keeps the first one's files: a rename onto a full folder fails.
    await rename(fresh, folder).catch(() => rm(fresh, { recursive: true, force: true }))
  }
  const owner = (await stat(folder)).uid
  if (process.getuid !== undefined && owner !== process.getuid()) {
    throw new Error(`${folder} belongs to another user; remove it.`)
  }
  const executablePath = join(folder, 'chromium')
  return { executablePath, env: { ...libraries(folder, executablePath), ...fonts(folder) } }
}

function packageVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(dirname(entry), '..', '..', 'package.json'), 'utf8'),
  )
  return manifest.version
}

/** The system's own libraries are the better ones; ours are for where they are missing. */
function libraries(folder: string, executablePath: string): Record<string, string> {
  const { status } = spawnSync(executablePath, ['--version'], { stdio: 'ignore' })
  if (status !== CANNOT_LOAD) return {}
  const path = [join(folder, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':')
  return { LD_LIBRARY_PATH: path }
}

/** The package's own configuration looks for the fonts in another place. */
function fontsConfiguration(folder: string): string {
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>
`
}

function fonts(folder: string): Record<string, string> {
  return existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') }
}
