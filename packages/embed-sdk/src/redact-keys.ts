/** Takes keys out of text that people or logs will see. */
const KEY = /\b(vctrl(?:svc)?_)[0-9A-Za-z]+/g

export function redactKeys(text: string): string {
  return text.replace(KEY, '$1…')
}
