/** Takes keys out of text that people or logs will see. */
const KEY = /\b(vctrl(?:svc|v)?_)[\w.-]+/g

export function redactKeys(text: string): string {
  return text.replace(KEY, '$1…')
}
