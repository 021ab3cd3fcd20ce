/**
 * Browsers of other engines, where the machine has them: Firefox ESR over WebDriver BiDi and WebKitGTK over WebDriver, both
 * on a virtual screen, since neither draws WebGL without one. Chromium with a window is there for what its headless shell
 * does not do.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import puppeteer, { type LaunchOptions, type Page } from 'puppeteer-core'
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver'
import { freePort } from './postgres.js'

const XVFB = '/usr/bin/Xvfb'
const CHROMIUM = '/usr/bin/chromium'
const FIREFOX = '/usr/bin/firefox-esr'
const WEBKIT_DRIVER = '/usr/bin/WebKitWebDriver'
const MINI_BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser'

/** A page of some browser. Functions run in it and see nothing from outside but their argument. */
export interface EnginePage {
  goto(url: string): Promise<void>
  run<Result, Argument>(
    task: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>
  /** In the first frame of the page; in the page itself where it has none. */
  runInside<Result, Argument>(
    task: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>
  /** What is seen of the page, as a PNG. */
  screenshot(): Promise<Uint8Array>
}

export interface Engine {
  readonly page: EnginePage
  close(): Promise<void>
}

export interface EngineKind {
  readonly name: 'firefox' | 'webkit' | 'chromium'
  /** What this machine lacks for it, by the names of Debian's packages; empty: nothing. */
  readonly missing: readonly string[]
  launch(): Promise<Engine>
}

export const ENGINES: readonly EngineKind[] = [
  { name: 'firefox', missing: lacking([XVFB, 'xvfb'], [FIREFOX, 'firefox-esr']), launch: launchFirefox },
  {
    name: 'webkit',
    missing: lacking(
      [XVFB, 'xvfb'],
      [WEBKIT_DRIVER, 'webkit2gtk-driver'],
      [MINI_BROWSER, 'webkit2gtk-driver'],
    ),
    launch: launchWebKit,
  },
]

/** Keeps pages in a back/forward cache. */
export const CHROMIUM_WITH_WINDOW: EngineKind = {
  name: 'chromium',
  missing: lacking([XVFB, 'xvfb'], [CHROMIUM, 'chromium']),
  launch: launchChromium,
}

function lacking(...needed: readonly (readonly [path: string, name: string])[]): string[] {
  const names = needed.filter(([path]) => !existsSync(path)).map(([, name]) => name)
  return Array.from(new Set(names))
}

function launchFirefox(): Promise<Engine> {
  return launchOnScreen({
    browser: 'firefox',
    executablePath: FIREFOX,
    extraPrefsFirefox: { 'webgl.force-enabled': true },
  })
}

function launchChromium(): Promise<Engine> {
  return launchOnScreen({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--use-angle=swiftshader', '--use-gl=angle', '--enable-unsafe-swiftshader'],
  })
}

async function launchOnScreen(options: LaunchOptions): Promise<Engine> {
  const screen = await startScreen()
  const browser = await puppeteer.launch({
    ...options,
    headless: false,
    env: { ...process.env, ...screen.env },
  })
  const page: Page = await browser.newPage()
  return {
    page: {
      goto: async (url) => void (await page.goto(url)),
      run: (task, argument) => page.evaluate(task as never, argument as never) as never,
      runInside: (task, argument) =>
        (page.frames()[1] ?? page.mainFrame()).evaluate(task as never, argument as never) as never,
      screenshot: () => page.screenshot(),
    },
    async close() {
      await browser.close()
      await screen.close()
    },
  }
}

async function launchWebKit(): Promise<Engine> {
  const screen = await startScreen()
  const port = await freePort()
  const service = spawn(WEBKIT_DRIVER, [`--port=${port}`, '--host=127.0.0.1'], {
    env: { ...process.env, ...screen.env },
    stdio: 'ignore',
  })
  await untilReachable(port)
  const capabilities = new Capabilities({
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary: MINI_BROWSER, args: ['--automation'] },
  })
  const driver = await new Builder()
    .usingServer(`http://127.0.0.1:${port}`)
    .withCapabilities(capabilities)
    .build()
  await driver.manage().setTimeouts({ script: 120_000, pageLoad: 120_000 })
  return {
    page: {
      goto: (url) => driver.get(url),
      run: (task, argument) => execute(driver, task, argument),
      async runInside(task, argument) {
        const frames = await driver.findElements({ css: 'iframe' })
        if (frames[0] === undefined) return execute(driver, task, argument)
        await driver.switchTo().frame(frames[0])
        return execute(driver, task, argument).finally(() => driver.switchTo().defaultContent())
      },
      screenshot: async () => Buffer.from(await driver.takeScreenshot(), 'base64'),
    },
    async close() {
      await driver.quit()
      await end(service)
      await screen.close()
    },
  }
}

async function execute<Result, Argument>(
  driver: WebDriver,
  task: (argument: Argument) => Result | Promise<Result>,
  argument: Argument,
): Promise<Result> {
  const script = `const [argument, done] = arguments
    Promise.resolve().then(() => (${String(task)})(argument)).then((value) => done({ value }), (error) => done({ error: String(error) }))`
  const outcome: { value?: Result; error?: string } = await driver.executeAsyncScript(script, argument)
  if (outcome.error !== undefined) throw new Error(outcome.error)
  return outcome.value as Result
}

/** Resolves when the driver accepts connections. */
async function untilReachable(port: number): Promise<void> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/status`).catch(() => null)
    if (response !== null) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

interface Screen {
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** Xvfb picks a free display itself and says which. */
async function startScreen(): Promise<Screen> {
  const server = spawn(XVFB, ['-displayfd', '3', '-screen', '0', '640x480x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const [display] = (await once(server.stdio[3] as Readable, 'data')) as [Buffer]
  return {
    env: { DISPLAY: `:${String(display).trim()}`, LIBGL_ALWAYS_SOFTWARE: '1' },
    close: () => end(server),
  }
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill()
  await gone
}
