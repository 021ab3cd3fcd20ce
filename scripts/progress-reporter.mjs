/** For runs without a terminal: one line as each test file begins and ends, so that a long run shows what it is doing. */
import { relative } from 'node:path'
import { root } from './pnpm.mjs'

export default class ProgressReporter {
  #done = 0
  #all = 0

  onTestRunStart(specifications) {
    this.#all = specifications.length
    console.log(`      ${this.#all} test files`)
  }

  onTestModuleStart(module) {
    console.log(`      …     ${nameOf(module)}`)
  }

  onTestModuleEnd(module) {
    this.#done += 1
    const tests = [...module.children.allTests()]
    const failed = tests.filter((test) => test.result().state === 'failed').length
    const verdict = failed > 0 || module.state() === 'failed' ? `FAIL, ${failed} of ` : ''
    const seconds = (module.diagnostic().duration / 1000).toFixed(1)
    console.log(
      `      ${this.#done}/${this.#all} ${nameOf(module)} (${verdict}${tests.length} tests, ${seconds} s)`,
    )
  }
}

function nameOf({ moduleId }) {
  return relative(root, moduleId)
}
