import { checkFile } from '../../checks/check-file.ts'
import type { Cursor } from '../../checks/cursor.ts'
import type { Value } from '../../plan/plan.ts'
import type { PlanTools } from '../plan-tools.ts'
import type { BodyKind } from './body-kind.ts'

export const multipart: BodyKind = {
  check: (body, tools) => {
    for (const field of body.entries()) {
      for (const part of field.isList ? field.items() : [field]) {
        const file = part.get('file')
        if (file !== undefined) checkFile(file, tools)
      }
    }
  },
  plan: (body, tools) =>
    tools.each(body, (field) => (field.isList ? tools.each(field, (part) => planPart(part, tools)) : planPart(field, tools))),
}

function planPart(part: Cursor, tools: PlanTools): Value {
  return part.isMap ? tools.map(part, { file: tools.path }) : tools.value(part)
}
