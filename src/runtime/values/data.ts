/**
 * Data whose shape only the run knows: answers, captures, files. Typed `any` on purpose, so that `captures.order.items[0].sku`
 * reads in the generated code as it does in the YAML.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- see above: `unknown` would need a cast at every step of a path
export type Data = any
