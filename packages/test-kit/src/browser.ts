/** A real Chromium with WebGL2 on the CPU, from the npm registry; nothing is downloaded at run time. */
import { chromium as playwright, type Browser, type LaunchOptions } from 'playwright-core'
import { findChromium } from './chromium-files.js'

/** Switches that keep the browser off the network for itself, and give it a software GPU. */
const SWITCHES = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--use-gl=angle',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
]

/** Starts the browser. `CHROMIUM_PATH` names another executable, such as Debian's (`apt-get install chromium`). */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const named = process.env['CHROMIUM_PATH']
  const { executablePath, env } = named ? { executablePath: named, env: {} } : await findChromium()
  return playwright.launch({
    headless: true,
    ...options,
    executablePath,
    env: { ...ownEnvironment(), ...env, ...options.env },
    args: [...SWITCHES, ...(options.args ?? [])],
  })
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
