/** What can go wrong where the generated files meet the disk. */
export const writeProblems = {}
