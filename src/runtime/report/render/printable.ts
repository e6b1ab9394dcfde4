// oxlint-disable no-control-regex -- control characters are what this file is about

/**
 * Text of others (bodies, logs) that cannot move the cursor, colour what follows or turn the reading direction: escape sequences go,
 * tabs become spaces, other control characters `�`. Line breaks stay.
 */
export function printable(text: string): string {
  return text
    .replace(/\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-Z\\-_]/g, '')
    .replaceAll('\r\n', '\n')
    .replaceAll('\t', '  ')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd')
}
