#!/usr/bin/env node
/** `vectreal <command>`. */
import { runCli } from './program.js'

process.exitCode = await runCli(
  process.argv.slice(2),
  { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) },
  {
    isInteractive: Boolean(process.stdin.isTTY && process.stderr.isTTY),
    hasColors: Boolean(process.stdout.isTTY),
  },
)
