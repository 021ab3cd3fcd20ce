/** Takes tokens out of text that people or logs will see. */

/** Keys and service tokens, whole, cut short or followed by more; visitor tokens have dots and dashes inside. */
const TOKEN = /(vctrl(?:svc)?_)\w+|(vctrlv_)[\w.-]+/gi

/** Keeps which kind of token stood there: `vctrl_abc` becomes `vctrl_…`. */
export function redactTokens(text: string): string {
  return text.replace(TOKEN, '$1$2…')
}
