/** A real Chromium with WebGL2 on the CPU, from the npm registry; nothing is downloaded at run time. */
import chromium from '@sparticuz/chromium'
import { chromium as playwright, type Browser, type LaunchOptions } from 'playwright-core'

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

/** Starts the browser. `CHROMIUM_PATH` names another executable, such as Debian's. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? (await chromium.executablePath())
  return playwright.launch({
    headless: true,
    ...options,
    executablePath,
    args: [...SWITCHES, ...(options.args ?? [])],
  })
}
