import { one, setText } from '../dom.ts'

/** Asks the run for something; what stands against it is shown on the page. */
export async function post(command: string, values: Readonly<Record<string, unknown>> = {}): Promise<boolean> {
  const problem = one('#problem')
  const complain = (text: string) => {
    setText(problem, text)
    problem.hidden = text === ''
  }
  try {
    const response = await fetch(`/api/${command}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-apitest-token': one<HTMLMetaElement>('meta[name=apitest-token]').content },
      body: JSON.stringify(values),
    })
    complain(response.ok ? '' : (await response.text()).trim())
    return response.ok
  } catch {
    complain('The run cannot be reached any more')
    return false
  }
}
