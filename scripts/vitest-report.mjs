/** Reads what vitest's JSON reporter wrote, so that no crash and no empty run passes for a success. */
import { dirname, join, relative } from 'node:path'

/**
 * `report`: the parsed file, null where none was written. `code`: vitest's exit code.
 * `projects`: the `vitest.config.ts` files whose tests must have run.
 */
export function readVitestReport({ report, code, projects, root }) {
  if (report === null) {
    return {
      passed: 0,
      skipped: [],
      failures: [failure('tests', `vitest ended with ${code} and left no report.`)],
    }
  }
  const results = report.testResults ?? []
  const all = results.flatMap((file) =>
    file.assertionResults.map((test) => ({ ...test, file: relative(root, file.name) })),
  )
  const failures = [
    ...all.filter((test) => test.status === 'failed').map(failedTest),
    ...results.filter(brokeOutsideTests).map((file) => failure(relative(root, file.name), file.message)),
    ...projects
      .filter((config) => !results.some((file) => file.name.startsWith(join(root, dirname(config), '/'))))
      .map((config) =>
        failure(dirname(config), 'This project has a vitest.config.ts but none of its tests ran.'),
      ),
  ]
  if (code !== 0 && failures.length === 0) {
    failures.push(
      failure('tests', `vitest ended with ${code} although every test passed: see its output above.`),
    )
  }
  return {
    passed: all.filter((test) => test.status === 'passed').length,
    skipped: all
      .filter((test) => !['passed', 'failed'].includes(test.status))
      .map((test) => ({ name: nameOf(test), reason: test.status === 'todo' ? 'to do' : undefined })),
    failures,
  }
}

/** A file that did not load, or whose hooks threw: failed without a failed test. */
function brokeOutsideTests(file) {
  return file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')
}

function failedTest(test) {
  return failure(nameOf(test), test.failureMessages.join('\n'))
}

function nameOf(test) {
  return `${test.file} › ${test.fullName}`
}

function failure(name, output) {
  return { name, output: output || 'No output.' }
}
