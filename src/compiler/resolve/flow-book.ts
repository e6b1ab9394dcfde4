import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import { problems } from '../diagnostics/problems.ts'
import { findCycles } from './find-cycles.ts'
import type { CaptureTree } from './scope.ts'

/** What the flows offer to those who run them. */
export class FlowBook {
  readonly #tools: CheckTools
  readonly #captures = new Map<string, CaptureTree>()
  readonly #expecting = new Map<string, boolean>()

  constructor(tools: CheckTools) {
    this.#tools = tools
    const flows = tools.names.all('flows')
    for (const [first = '', ...rest] of findCycles(flows.keys(), (name) => this.flowsIn(name))) {
      const flow = flows.get(first)
      if (flow !== undefined) tools.report(problems.cycle([first, ...rest, first], 'Flows'), { cursor: flow, at: 'key' })
    }
  }

  /** Marks a flow as used by a step and checks the arguments; an unknown flow is reported. */
  use(name: Cursor, args: Cursor | undefined): Cursor | undefined {
    const { names } = this.#tools
    const text = name.text ?? ''
    if (!names.use('flows', text)) {
      this.#tools.report(names.unknown('flows', text), { cursor: name })
      return undefined
    }
    const flow = names.cursor('flows', text)
    const params = flow?.get('params')?.entries() ?? []
    const known = params.map((param) => param.name)
    for (const arg of args?.entries() ?? []) {
      if (!known.includes(arg.name)) this.#tools.report(problems.unknownParam(arg.name, known), { cursor: arg, at: 'key' })
    }
    for (const param of params) {
      if (param.value !== null || args?.has(param.name) === true) continue
      this.#tools.report(problems.missingParam(param.name, text), { cursor: name }, [
        { message: 'It is required here', spot: { cursor: param } },
      ])
    }
    return flow
  }

  /** What a flow captures, by name; captures of flows in it lie below their names. */
  captures(name: string): CaptureTree {
    const known = this.#captures.get(name)
    if (known !== undefined) return known
    const tree = new Map<string, CaptureTree | undefined>()
    this.#captures.set(name, tree)
    for (const step of this.steps(name)) for (const [capture, inner] of this.capturesOf(step)) tree.set(capture, inner)
    return tree
  }

  /** What one step captures. */
  capturesOf(step: Cursor): CaptureTree {
    const flow = step.get('flow')?.text
    if (flow !== undefined) return new Map([[flow, this.captures(flow)]])
    const request = this.#tools.names.cursor('requests', step.get('request')?.text ?? '')
    const captures = [...(request?.get('capture')?.entries() ?? []), ...(step.get('capture')?.entries() ?? [])]
    return new Map(captures.map((capture) => [capture.name, undefined]))
  }

  /** True when the step, its request or its flow expects anything; an unknown name must not look like a missing expectation as well. */
  expects(step: Cursor): boolean {
    const flow = step.get('flow')?.text
    if (flow !== undefined) return this.flowExpects(flow)
    const request = step.get('request')?.text
    if (step.has('expect') || step.has('checks') || request === undefined) return step.has('expect') || step.has('checks')
    const named = this.#tools.names.cursor('requests', request)
    return named === undefined || named.has('expect') || named.has('checks')
  }

  private flowExpects(name: string): boolean {
    const known = this.#expecting.get(name)
    if (known !== undefined) return known
    this.#expecting.set(name, false)
    const expecting = !this.#tools.names.has('flows', name) || this.steps(name).some((step) => this.expects(step))
    this.#expecting.set(name, expecting)
    return expecting
  }

  private steps(name: string): readonly Cursor[] {
    return this.#tools.names.cursor('flows', name)?.get('steps')?.items() ?? []
  }

  private flowsIn(name: string): readonly string[] {
    return this.steps(name).flatMap((step) => step.get('flow')?.text ?? [])
  }
}
