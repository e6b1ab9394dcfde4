import type { CheckTools } from '../checks/check-tools.ts'
import type { FlowBook } from './flow-book.ts'
import type { RequestBook } from './request-book.ts'
import type { ServiceBook } from './service-book.ts'

/** What the checks of steps share. */
export interface Books {
  readonly tools: CheckTools
  readonly requests: RequestBook
  readonly flows: FlowBook
  readonly services: ServiceBook
}
