/** Where the two demo sites of `npm start` are: plain HTML, then React, on the ports after the platform's own. */
export const demoPorts = (port: number): [html: number, react: number] => [port + 1, port + 2]

export function demoUrls(port: number): [html: string, react: string] {
  const [html, react] = demoPorts(port)
  return [`http://localhost:${html}`, `http://localhost:${react}`]
}
