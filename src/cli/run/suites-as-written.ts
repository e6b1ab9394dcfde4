import { relative, sep } from 'node:path'
import type { TestSequencerConstructor, TestSpecification } from 'vitest/node'

/**
 * Suites run in the order of the YAML. Vitest would begin with the largest file, so that a test that is added to one suite would change
 * when the others run.
 *
 * @param files the test files in that order, relative to `folder`
 */
export function suitesAsWritten(folder: string, files: readonly string[]): TestSequencerConstructor {
  const positions = new Map(files.map((file, index) => [file, index]))
  const positionOf = ({ moduleId }: TestSpecification) => positions.get(relative(folder, moduleId).split(sep).join('/')) ?? files.length
  return class {
    async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
      return specifications.toSorted((one, other) => positionOf(one) - positionOf(other))
    }

    /** The command line has chosen the tests of a shard already. */
    async shard(specifications: TestSpecification[]): Promise<TestSpecification[]> {
      return specifications
    }
  }
}
