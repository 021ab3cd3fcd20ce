/** `vectreal completion <shell>`: a script that completes commands and options, made from the commands themselves. */
import { Argument, type Command } from 'commander'
import type { Terminal } from '../terminal.js'

const SHELLS = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof SHELLS)[number]

/** What may follow a command, by the words that lead to it. */
type Words = ReadonlyMap<string, readonly string[]>

export function addCompletion(program: Command, terminal: Terminal): void {
  program
    .command('completion')
    .description('Prints a completion script: source <(vectreal completion bash)')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .action((shell: Shell) => terminal.out(WRITE[shell](collect(program))))
}

function collect(command: Command, path = ''): Words {
  const commands = command.commands.filter((one) => one.name() !== 'help')
  const options = command.options.map(({ long, short }) => long ?? short ?? '')
  const own: [string, string[]] = [path, [...commands.map((one) => one.name()), ...options, '--help']]
  return new Map([own, ...commands.flatMap((one) => [...collect(one, `${path} ${one.name()}`.trim())])])
}

const casesOf = (words: Words): string =>
  [...words].map(([path, next]) => `    '${path}') next='${next.join(' ')}' ;;\n`).join('')

/** Both shells: the words before the cursor that are no options name the command. */
const findNext = (words: Words): string => `  local word path='' next=''
  for word in "\${typed[@]}"; do
    case "$word" in -*) ;; *) path="\${path:+$path }$word" ;; esac
  done
  while [ -n "$path" ]; do
    case "$path" in
${[...words.keys()]
  .filter(Boolean)
  .map((path) => `      '${path}') break ;;\n`)
  .join('')}    esac
    case "$path" in *' '*) path="\${path% *}" ;; *) path='' ;; esac
  done
  case "$path" in
${casesOf(words)}  esac
`

const WRITE: Readonly<Record<Shell, (words: Words) => string>> = {
  bash: (words) => `_vectreal() {
  local typed=("\${COMP_WORDS[@]:1:COMP_CWORD-1}")
${findNext(words)}  COMPREPLY=($(compgen -W "$next" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _vectreal vectreal
`,
  zsh: (words) => `#compdef vectreal
_vectreal() {
  local typed=("\${(@)words[2,CURRENT-1]}")
${findNext(words)}  compadd -- \${=next}
}
compdef _vectreal vectreal
`,
  fish: (words) =>
    `complete -c vectreal -e\n${[...words]
      .flatMap(([path, next]) => next.map((word) => fishLine(path, next, word)))
      .join('')}`,
}

function fishLine(path: string, next: readonly string[], word: string): string {
  const parts = path.split(' ').filter(Boolean)
  const deeper = next.filter((one) => !one.startsWith('-'))
  const conditions = parts.map((part) => `__fish_seen_subcommand_from ${part}`)
  if (deeper.length > 0) conditions.push(`not __fish_seen_subcommand_from ${deeper.join(' ')}`)
  const when = parts.length === 0 ? '__fish_use_subcommand' : conditions.join('; and ')
  // Where a command comes next, no file does.
  const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`
  return `complete -c vectreal -n '${when}' ${what}\n`
}
