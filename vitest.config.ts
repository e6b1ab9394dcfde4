import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // how long a busy machine may take to show what a page will show
    expect: { poll: { timeout: 20_000 } },
    pool: 'forks',
    // most of the long tests wait for processes and containers
    maxWorkers: Math.max(2, availableParallelism() - 1),
    globalSetup: 'test/support/build-guard.ts',
  },
})
