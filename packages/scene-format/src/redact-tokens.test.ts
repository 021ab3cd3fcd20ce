import { expect, test } from 'vitest'
import { redactTokens } from './redact-tokens.js'

test.each([
  ['a key', 'key vctrl_0aZ9 here', 'key vctrl_… here'],
  ['a service token', 'Bearer vctrlsvc_0aZ9', 'Bearer vctrlsvc_…'],
  ['a visitor token with all its parts', 'vctrlv_eyJ.eyJ-_.c2ln, then', 'vctrlv_…, then'],
  ['a key in a URL', '/x?key=vctrl_0aZ9&y=1', '/x?key=vctrl_…&y=1'],
  ['a lower-cased and an upper-cased key', 'vctrl_abc VCTRL_ABC', 'vctrl_… VCTRL_…'],
  ['a key that is stuck to other text', 'xvctrl_abc_def', 'xvctrl_…'],
  ['nothing of the prefix alone', 'send vctrl_… as it is', 'send vctrl_… as it is'],
])('redacts %s', (_what, text, redacted) => {
  expect(redactTokens(text)).toBe(redacted)
})
