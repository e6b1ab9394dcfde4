import { createRequire } from 'node:module'

// Most runs need none of these, and together they cost as much start-up time as the rest of the runtime. `require` loads them at first
// use without making every matcher asynchronous; all of them ship CommonJS.
const require = createRequire(import.meta.url)

export const lazyModules = {
  ajv: () => (require('ajv') as typeof import('ajv')).Ajv,
  ajv2019: () => (require('ajv/dist/2019.js') as typeof import('ajv/dist/2019.js')).Ajv2019,
  ajv2020: () => (require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js')).Ajv2020,
  ajvFormats: () => require('ajv-formats') as typeof import('ajv-formats').default,
  htmlParser: () => require('node-html-parser') as typeof import('node-html-parser'),
  jsonPath: () => require('json-p3') as typeof import('json-p3'),
  xmldom: () => require('@xmldom/xmldom') as typeof import('@xmldom/xmldom'),
  xpath: () => require('xpath') as typeof import('xpath'),
  yaml: () => require('yaml') as typeof import('yaml'),
}
