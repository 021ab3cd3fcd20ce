/** What is said on the terminal once everything is up. */
import { DEMO_ACCOUNT } from './demo/demo-account.js'
import { demoUrls } from './demo/demo-urls.js'
import type { Settings } from './settings.js'

export function announce(settings: Settings): void {
  const { publicUrl, port, dataDir, databaseUrl, mode, operatorToken } = settings
  const lines = [
    ['Dashboard', `${publicUrl}/dashboard`],
    ['Documentation', `${publicUrl}/docs`],
    ['API reference', `${publicUrl}/docs/api`],
  ]
  if (mode === 'start') {
    const [html, react] = demoUrls(port)
    lines.push(
      ['Demo, plain HTML', `${html}/`],
      ['Demo, React', `${react}/`],
      ['Sign in as', `${DEMO_ACCOUNT.email}  password ${DEMO_ACCOUNT.password}`],
    )
  }
  lines.push([
    'Operator',
    `${publicUrl}/operator  ${operatorToken === null ? 'once OPERATOR_TOKEN is set to the output of "openssl rand -hex 32"' : 'sign in with the OPERATOR_TOKEN'}`,
  ])
  lines.push(['Data', databaseUrl === null ? dataDir : `${dataDir} and the database of DATABASE_URL`])
  const width = Math.max(...lines.map(([name = '']) => name.length))
  console.log(`\nVectreal is running${mode === 'start' ? ' with its demo' : ''}. Ctrl-C stops it.\n`)
  for (const [name = '', value] of lines) console.log(`  ${name.padEnd(width)}  ${value}`)
  console.log('')
}
