import { checkFile } from '../../checks/check-file.ts'
import type { BodyKind } from './body-kind.ts'

export const file: BodyKind = {
  check: (body, tools) => {
    checkFile(body, tools)
  },
  plan: (body, tools) => tools.path(body),
}
