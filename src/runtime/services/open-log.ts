import { serviceError } from './service-error.ts'
import type { ServiceKindName } from './service-handle.ts'
import { ServiceLog } from './service-log.ts'
import type { LogOptions } from './service-log.ts'

export interface LogPlace {
  readonly name: string
  readonly kind: ServiceKindName
  readonly file: string
}

/** Where a service's log cannot be written it does not start: nobody could see later what it printed. Throws `ServiceError`. */
export function openLog({ name, kind, file }: LogPlace, options?: LogOptions): ServiceLog {
  try {
    return new ServiceLog(file, options)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw serviceError(
      {
        service: name,
        message: `Service \`${name}\` cannot start: its log cannot be written to ${file} (${code ?? message})`,
        path: [kind],
        hint: 'Is the report folder writable, and is there space left? `--report FOLDER` chooses another one',
      },
      { cause: error },
    )
  }
}
