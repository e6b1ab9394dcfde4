import { upperCase } from '../script/local-names.ts'
import type { Cluster } from './cluster.ts'

/** A variable that a script reads. */
export interface Variable {
  readonly name: string
  readonly secret: boolean
  /** What it is where nobody says otherwise. */
  readonly value: string | undefined
  /** What it is for, where it is the address of a service. */
  readonly service: string | undefined
}

export function variablesOf({ script }: Cluster): readonly Variable[] {
  return [
    ...script.services.map(({ name, url }) => ({ name: `${upperCase(name, 'SERVICE')}_URL`, secret: false, value: url, service: name })),
    ...script.env.map(({ name, secret, default: value }) => ({ name, secret, value, service: undefined })),
  ]
}
