/** Strings that try to end a literal, start code, or hide. */
export const hostileTexts: readonly string[] = [
  `'`, `"`, '`', `\\`, `\\'`, `\\\\'`, `'"`, `"'"`, "it's", 'say "hi"', "\\`${'", '\\n', '\\u0041', '\\x41',
  '${process.exit(1)}', '`${process.exit(1)}`', '$', '${', '$${', '}', '${}', '$`', 'a$', '{b', '`', '${`${1}`}', '\\${x}', '\\`', '$\\{x}',
  `'); process.exit(1); ('`, `"); process.exit(1); ("`, '`); process.exit(1); (`', "' + process.exit(1) + '", "'\nprocess.exit(1)\n'",
  '*/ process.exit(1) /*', '/* open', '//', '// comment', '*/', '**/', '<!-- x', '--> x', '#!/bin/sh', '/// <reference path="x" />', '@ts-nocheck', '@ts-ignore',
  '// @ts-nocheck', `@${'vitest'}-environment jsdom`, `@${'jest'}-environment jsdom`, `//# source${'MappingURL'}=x.map`, `//# source${'MappingURL'}=data:application/json;base64,e30=`, 'prettier-ignore',
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'default', 'class', 'await', 'undefined', 'NaN', 'null', 'true', 'import', 'eval', 'arguments',
  'import.meta.url', 'require("fs")', 'import("fs")', 'process.exit(1)', 'vi.mock("x")', 'vi.hoisted(() => 1)', 'import.meta.glob("*")', 'import.meta.env.DEV', '__dirname',
  '\u2028', '\u2029', 'a\u2028b', 'a\u2029process.exit(1)', '\u0085', '\ufeff', '\ufeffx', '\u0000', '\u0001', '\u001b[31mred', '\u007f', '\u0080', '\u009f', '\u00a0', '\u00ad', '\v', '\f', '\b',
  '\n', '\r', '\r\n', '\t', '\n\n', 'a\nb', 'a\r\nb\r\nc', 'a\rb\rc', 'first\nsecond\nthird', ' \n \n ', 'x  \ny\t\nz', '\n`\n${x}\n', 'a\n\\\nb\n', "'\n\"\n`\n", '\u2028\n\u2029\n',
  '\ud800', '\udfff', 'a\ud83d', '\ude00b', '\ud83d\ude00', '😀', '👨‍👩‍👧', '🇩🇪', 'é', 'e\u0301', 'ß', '日本語', '한국어', 'ｆｕｌｌ', '\u3000', 'العربية', '\u202eevil', '\u2066x\u2069', '\u200b', '\u200d', '\u{e0041}',
  '\uffff', '\ufffe', '\uffff\n\n', '\u{10ffff}', '\ue000', '\ufdd0',
  '', ' ', '  ', ' a', 'a ', '0', '-0', '1', '1.5', '1e3', '0x10', '01', '-1', '999999999999999999999', '_', '$a', 'a-b', 'a.b', 'a b', '[0]', '[', ']', '(', ')', ';', ',', ':', '=>', '...',
  '%s', '%d', '%%', '%j %o %c', '$name', '$0', '#', '!', '&', '~', '^', '|', '<script>alert(1)</script>', '</script>', '&lt;', '\\u{', '\\x', '\\u', '\\0', '\\08', '{{x}}', '{% x %}', '!!js/function x',
  'x'.repeat(99), 'x'.repeat(100), 'x'.repeat(101), `${'long '.repeat(60)}'`, "'".repeat(60), '\\'.repeat(99), '`'.repeat(50), '${'.repeat(40), '日'.repeat(60), '😀'.repeat(60),
  'get', 'name', 'row', 'params', 'api', 'test', 'describe', 'json', 'text', 'expect', 'changes', 'skip', 'env', 'fixtures', '../../etc/passwd', 'C:\\temp\\new', 'http://x/?a=b&c=d#e',
]
