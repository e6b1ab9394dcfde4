import type { LoadTarget } from '../load-target.ts'
import { k6Script } from './k6-script.ts'

export const k6: LoadTarget = { name: 'k6', title: 'k6', file: 'k6.js', kind: 'javascript', emit: k6Script }
