/** How far an upload is, on one line of a terminal. Silent where nobody looks. */
import type { Terminal } from '../terminal.js'
import { formatBytes } from './bytes.js'

export interface Progress {
  show(sentBytes: number): void
  end(): void
}

export function createProgress(terminal: Terminal, totalBytes: number, isQuiet: boolean): Progress {
  if (isQuiet || !terminal.isInteractive) return { show: () => {}, end: () => {} }
  let shown = -1
  return {
    show(sentBytes) {
      const percent = Math.floor((100 * sentBytes) / totalBytes)
      if (percent === shown) return
      shown = percent
      terminal.err(`\r${String(percent).padStart(3)} % of ${formatBytes(totalBytes)}`)
    },
    end: () => terminal.err('\r\u001B[K'),
  }
}
