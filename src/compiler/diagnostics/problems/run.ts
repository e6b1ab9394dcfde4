import { error } from '../problem.ts'
import { code } from '../wording.ts'

/** What keeps a valid spec from being run. */
export const runProblems = {
  missingEnv: (
    name: string,
    { description, users, empty }: { description: string | undefined; users: readonly string[]; empty: boolean },
  ) => {
    const first = users.slice(0, 3).map((user) => code(user))
    const more = users.length > first.length ? ` and ${users.length - first.length} more` : ''
    const needed = users.length === 0 ? '' : `; needed by ${first.join(', ')}${more}`
    const meaning = description === undefined ? '' : ` (${description})`
    return error(
      'missing-env',
      `The environment variable ${code(name)}${meaning} is ${empty ? 'empty' : 'not set'}${needed}`,
      empty
        ? 'Give it a value; a secret that the CI system does not have, or does not give to this branch, arrives as an empty text'
        : 'Set it, or put it into a file and give that as `--env-file`',
    )
  },
}
