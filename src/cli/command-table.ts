import type { CommandResult, Host } from './host.ts'

/**
 * One command: the table feeds the parser (`parse-arguments.ts`), the help text (`render-help.ts`) and the shell completion
 * (`completion-script.ts`). Tables import nothing; `load` imports the command when it is called.
 */
export interface CommandTable<Options extends OptionTable = OptionTable> {
  readonly name: string
  /** One line, lower case, no full stop. */
  readonly summary: string
  readonly argument?: Argument
  readonly options: Options
  /** A paragraph below the options. */
  readonly details?: string
  readonly examples: readonly Example[]
  load(): Promise<CommandModule<Options>>
}

export interface CommandModule<Options extends OptionTable> {
  // A method, so that commands with different options fit into one list. `tables` are all commands, for those that explain them.
  run(host: Host, input: Input<Options>, tables: readonly CommandTable[]): Promise<CommandResult>
}

export interface Argument {
  /** As shown: `[FILE…]`. */
  readonly usage: string
  readonly description: string
  /** How many are accepted. */
  readonly max: number
  readonly min?: number
  /** The words that are accepted; absent for files. */
  readonly choices?: readonly string[]
}

export interface Example {
  readonly command: string
  readonly explanation: string
}

export type OptionTable = Readonly<Record<string, Option>>

export type Option = OptionCommon &
  (
    | { readonly type: 'flag' }
    /** The last one given counts. */
    | { readonly type: 'text'; readonly value: string; readonly choices?: readonly string[] }
    /** Given several times, or once with commas where `split` is set. */
    | { readonly type: 'list'; readonly value: string; readonly choices?: readonly string[]; readonly split?: boolean }
    /** A whole number; `alone` is meant when the option stands without one. */
    | { readonly type: 'number'; readonly value: string; readonly min: number; readonly alone?: number }
  )

interface OptionCommon {
  readonly short?: string
  /** Another spelling, understood and not shown. */
  readonly alias?: string
  /** One line, lower case, no full stop. */
  readonly description: string
}

/** What a command receives. */
export interface Input<Options extends OptionTable = OptionTable> {
  readonly arguments: readonly string[]
  readonly options: { readonly [Name in keyof Options]: OptionValue<Options[Name]> }
}

type OptionValue<O extends Option> = O extends { type: 'flag' }
  ? boolean
  : O extends { type: 'list' }
    ? readonly string[]
    : O extends { type: 'number' }
      ? number | undefined
      : string | undefined

/** Keeps the literal types of a table. */
export function command<const Options extends OptionTable>(table: CommandTable<Options>): CommandTable<Options> {
  return table
}
