import { expect, test } from 'vitest';
import { readStrictJson } from './strict-json.ts';

test.each([
  ['{}', {}],
  ['[]', []],
  [' { "a" : [ 1 , -2.5 , "x\\n" , true , null ] } ', { a: [1, -2.5, 'x\n', true, null] }],
  ['{"a":{"b":1},"c":{"b":1}}', { a: { b: 1 }, c: { b: 1 } }],
  ['[{"a":1},{"a":1}]', [{ a: 1 }, { a: 1 }]],
  ['{"a":"__proto__"}', { a: '__proto__' }],
  ['"a:b"', 'a:b'],
])('%s is read', (text, value) => {
  expect(readStrictJson(text)).toEqual({ value });
});

test.each([
  '{"a":1,"a":1}',
  '{"a":1,"\\u0061":1}',
  '{"b":{"a":1,"a":2}}',
  '[{"a":1,"a":2}]',
  '{"__proto__":1}',
  '{"\\u005f_proto__":1}',
  '{"a":{"constructor":1}}',
  '{"prototype":1}',
  '1e3',
  '[1E3]',
  '-1e-3',
  '12345678901234567',
  '1.1234567',
  '[[[[[[[[[1]]]]]]]]]',
  '{"a":1,}',
  "{'a':1}",
  '{a:1}',
  '01',
  '',
  'undefined',
  '{"a":1}{"b":2}',
])('%s is refused', (text) => {
  expect(readStrictJson(text)).toBeUndefined();
});
