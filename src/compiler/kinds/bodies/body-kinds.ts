import type { BodyKind } from './body-kind.ts'
import { file } from './file.ts'
import { form } from './form.ts'
import { graphql } from './graphql.ts'
import { json } from './json.ts'
import { multipart } from './multipart.ts'
import { text } from './text.ts'

export const bodyKinds = { json, form, multipart, text, file, graphql } as const satisfies Readonly<Record<string, BodyKind>>

export type BodyName = keyof typeof bodyKinds

export const bodyNames = Object.keys(bodyKinds) as readonly BodyName[]
