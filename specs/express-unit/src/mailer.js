/** The real one talks to a mail server. */
export async function sendMail() {
  throw new Error('no mail server here')
}
