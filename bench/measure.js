// Runs a command several times and reports medians: wall time, and the peak memory of its largest process (VmHWM, Linux only).
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** `before` is called before each run, off the clock. */
export async function measure({ command, cwd, env = {}, runs = 5, expectStatus = 0, before = () => {} }) {
  const results = []
  // the first one warms the caches of disk and modules, and does not count
  for (let run = 0; run <= runs; run++) {
    before()
    results.push(await once({ command, cwd, env, expectStatus }))
  }
  results.shift()
  return { wallMs: median(results.map(({ wallMs }) => wallMs)), rssMiB: median(results.map(({ rssMiB }) => rssMiB)), runs }
}

export function median(values) {
  const sorted = values.toSorted ? values.toSorted((a, b) => a - b) : [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function once({ command: [program, ...args], cwd, env, expectStatus }) {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(program, args, { cwd, env: { ...process.env, NO_COLOR: '1', ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let peakKiB = 0
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    const sampler = setInterval(() => (peakKiB = Math.max(peakKiB, ...tree(child.pid).map(peakOf))), 20)
    child.once('error', reject)
    child.once('close', (status) => {
      clearInterval(sampler)
      const wallMs = performance.now() - start
      if (status !== expectStatus) reject(new Error(`${program} ${args.join(' ')} ended with ${status}:\n${output.slice(-2000)}`))
      else resolve({ wallMs, rssMiB: peakKiB / 1024, output })
    })
  })
}

function tree(root) {
  const children = new Map()
  for (const name of safely(() => readdirSync('/proc'), [])) {
    if (!/^\d+$/.test(name)) continue
    const parent = safely(
      () =>
        Number(
          readFileSync(`/proc/${name}/stat`, 'latin1')
            .replace(/^.*\) /s, '')
            .split(' ')[1],
        ),
      0,
    )
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const found = [root]
  for (const pid of found) found.push(...(children.get(pid) ?? []))
  return found
}

function peakOf(pid) {
  return safely(() => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0), 0)
}

function safely(read, fallback) {
  try {
    return read()
  } catch {
    return fallback
  }
}
