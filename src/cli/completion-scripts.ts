import type { CommandTable, Option } from './command-table.ts'

/** Scripts that complete commands, options and their values in a shell; written from the option tables, so they need no node to run. */
export const completionScripts: { readonly bash: Script; readonly zsh: Script; readonly fish: Script } = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
}

type Script = (tables: readonly CommandTable[]) => string

function bashScript(tables: readonly CommandTable[]): string {
  const cases = tables.map((table) => {
    const options = [...Object.entries(table.options).flatMap(([name, option]) => spellings(name, option)), '--help']
    return `    ${table.name}) options=${quote(options.join(' '))}; words=${quote((argumentWords(table, tables) ?? []).join(' '))} ;;`
  })
  const values = tables.flatMap((table) =>
    Object.entries(table.options).flatMap(([name, option]) => {
      const kind = valueKind(option)
      if (kind.type === 'none') return []
      const patterns = spellings(name, option).map((spelling) => `"${table.name} ${spelling}"`)
      const reply =
        kind.type === 'words'
          ? `COMPREPLY=($(compgen -W ${quote(kind.words.join(' '))} -- "$current"))`
          : kind.type === 'text'
            ? 'COMPREPLY=()'
            : `COMPREPLY=($(compgen -${kind.type === 'folder' ? 'd' : 'f'} -- "$current"))`
      return [`    ${patterns.join('|')}) ${reply}; return ;;`]
    }),
  )
  return `# bash completion for apitest; in ~/.bashrc: source <(apitest completion bash)
_apitest() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" options='' words=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ${quote([...tables.map(({ name }) => name), '--help', '--version'].join(' '))} -- "$current"))
    return
  fi
  case "$command $previous" in
${values.join('\n')}
  esac
  case "$command" in
${cases.join('\n')}
  esac
  if [[ "$current" == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _apitest apitest
`
}

function zshScript(tables: readonly CommandTable[]): string {
  const commands = tables.map(({ name, summary }) => `    ${quote(`${name}:${inBrackets(summary)}`)}`)
  const cases = tables.map((table) => {
    const options = Object.entries(table.options).map(([name, option]) => {
      const kind = valueKind(option)
      const action = {
        none: '',
        text: ': : ',
        words: `: :(${kind.type === 'words' ? kind.words.join(' ') : ''})`,
        folder: ':folder:_files -/',
        file: ':file:_files',
      }[kind.type]
      const many = option.type === 'list' ? '*' : ''
      return spellings(name, option).map((spelling) => quote(`${many}${spelling}[${inBrackets(option.description)}]${action}`))
    })
    const words = argumentWords(table, tables)
    const rest = words === undefined ? (table.argument === undefined ? [] : [quote('*:file:_files')]) : [quote(`1: :(${words.join(' ')})`)]
    return `    ${table.name}) _arguments ${[...options.flat(), quote('--help[help]'), ...rest].join(' \\\n        ')} ;;`
  })
  return `#compdef apitest
# zsh completion for apitest: apitest completion zsh > "\${fpath[1]}/_apitest"
_apitest() {
  local -a commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = _apitest ]; then _apitest "$@"; else compdef _apitest apitest; fi
`
}

function fishScript(tables: readonly CommandTable[]): string {
  const lines = tables.flatMap((table) => {
    const inCommand = `__fish_seen_subcommand_from ${table.name}`
    const options = Object.entries(table.options).map(([name, option]) => {
      const kind = valueKind(option)
      const value =
        kind.type === 'none'
          ? ''
          : kind.type === 'words'
            ? ` -x -a ${quote(kind.words.join(' '))}`
            : kind.type === 'text'
              ? ' -x'
              : kind.type === 'folder'
                ? " -x -a '(__fish_complete_directories)'"
                : ' -r -F'
      const short = option.short === undefined ? '' : ` -s ${option.short}`
      return `complete -c apitest -n '${inCommand}'${short} -l ${name}${value} -d ${quote(option.description)}`
    })
    const words = argumentWords(table, tables)
    const files =
      words === undefined
        ? table.argument === undefined
          ? []
          : [`complete -c apitest -n '${inCommand}' -F`]
        : [`complete -c apitest -n '${inCommand}' -a ${quote(words.join(' '))}`]
    return [`complete -c apitest -n __fish_use_subcommand -a ${table.name} -d ${quote(table.summary)}`, ...options, ...files]
  })
  return `# fish completion for apitest: apitest completion fish > ~/.config/fish/completions/apitest.fish
complete -c apitest -f
complete -c apitest -n __fish_use_subcommand -l version -d version
complete -c apitest -l help -s h -d help
${lines.join('\n')}
`
}

type ValueKind = { readonly type: 'none' | 'text' | 'folder' | 'file' } | { readonly type: 'words'; readonly words: readonly string[] }

function valueKind(option: Option): ValueKind {
  if (option.type === 'flag' || (option.type === 'number' && option.alone !== undefined)) return { type: 'none' }
  if (option.type === 'number') return { type: 'text' }
  if (option.choices !== undefined) return { type: 'words', words: option.choices }
  return { type: option.value === 'FOLDER' ? 'folder' : option.value === 'FILE' ? 'file' : 'text' }
}

function argumentWords(table: CommandTable, tables: readonly CommandTable[]): readonly string[] | undefined {
  return table.name === 'help' ? [...tables.map(({ name }) => name), 'exit-codes'] : table.argument?.choices
}

function spellings(name: string, option: Option): string[] {
  return option.short === undefined ? [`--${name}`] : [`--${name}`, `-${option.short}`]
}

/** One word for any of the three shells. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`
}

/** Descriptions in zsh stand between brackets and colons. */
function inBrackets(text: string): string {
  return text.replaceAll(/[\\:[\]]/g, String.raw`\$&`)
}
