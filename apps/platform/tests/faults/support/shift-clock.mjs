/**
 * Preloaded into a node: its wall clock is off by CLOCK_SHIFT_MS, as on a machine that lost its time server. With
 * CLOCK_JUMP_MS it jumps by that much at SIGUSR2, and back at the next.
 */
let shift = Number(process.env.CLOCK_SHIFT_MS ?? 0)
let jump = Number(process.env.CLOCK_JUMP_MS ?? 0)
if (jump !== 0) {
  process.on('SIGUSR2', () => {
    shift += jump
    jump = -jump
  })
}
const RealDate = Date
globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + shift)
    else super(...args)
  }
  static now() {
    return RealDate.now() + shift
  }
}
