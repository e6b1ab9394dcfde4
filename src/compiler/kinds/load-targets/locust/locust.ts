import type { LoadTarget } from '../load-target.ts'
import { locustfile } from './locustfile.ts'

export const locust: LoadTarget = { name: 'locust', title: 'Locust', file: 'locustfile.py', kind: 'python', emit: locustfile }
