import type { LoadScript } from './script/load-script.ts'

/** A program that a load profile is written for. */
export interface LoadTarget {
  readonly name: 'locust' | 'k6'
  /** As people know it. */
  readonly title: string
  /** The name of the script in the profile's folder. */
  readonly file: string
  readonly kind: 'python' | 'javascript'
  emit(script: LoadScript): string
}
