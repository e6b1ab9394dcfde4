import { isForced } from './random.ts'

/**
 * While the tasks of a load are traced, values that are known only when a request is sent (captures, rows, `uuid()`) are placeholders:
 * functions to the eye of `typeof`, which parts of a request can be asked for. What reads values as text or JSON asks here.
 */
export interface Tracer {
  isPlaceholder(value: unknown): boolean
  /** What stands for a placeholder in text; `undefined` for any other value. */
  textOf(value: unknown): string | undefined
  /** True for text that holds what stands for a placeholder. */
  isMarked(text: string): boolean
  /** A placeholder for what a function will give, each time it is asked. */
  call(compute: (...parameters: never[]) => unknown, parameters: readonly unknown[]): unknown
}

let tracer: Tracer | undefined

/** From here on placeholders belong to this tracer; `undefined` ends that. */
export function useTracer(next: Tracer | undefined): void {
  tracer = next
}

/** Makes something that is made once and stays, with values as they are now. */
export async function untraced<T>(make: () => Promise<T>): Promise<T> {
  const before = tracer
  tracer = undefined
  try {
    return await make()
  } finally {
    tracer = before
  }
}

export function placeholderText(value: unknown): string | undefined {
  return tracer === undefined ? undefined : tracer.textOf(value)
}

export function isPlaceholder(value: unknown): boolean {
  return tracer !== undefined && tracer.isPlaceholder(value)
}

/** The value of a function that gives another one each time: a placeholder while a task is traced. */
export function eachTime<Result>(compute: (...parameters: never[]) => Result, ...parameters: readonly unknown[]): Result {
  // The values of variables and fixtures are computed once, and stay what they are.
  if (tracer === undefined || isForced()) return compute(...(parameters as never[]))
  return tracer.call(compute, parameters) as Result
}

/** The value of a function of what it is given: a placeholder where it is given one. */
export function computed<Result>(compute: (...parameters: never[]) => Result, ...parameters: readonly unknown[]): Result {
  const open = tracer
  const waits = open !== undefined && parameters.some((value) => (typeof value === 'string' ? open.isMarked(value) : isPlaceholder(value)))
  return waits ? (open.call(compute, parameters) as Result) : compute(...(parameters as never[]))
}
