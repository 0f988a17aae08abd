import { expect, test } from 'vitest';
import { parseAmzDate } from './amz-date.ts';

test.each([
  ['20150830T123600Z', Date.UTC(2015, 7, 30, 12, 36, 0)],
  ['20240229T000000Z', Date.UTC(2024, 1, 29)],
])('%s is a moment', (text, expected) => {
  expect(parseAmzDate(text)).toBe(expected);
});

test.each([
  '',
  '20150830',
  '20150830T123600',
  '20150830T123600z',
  '20150830T123600+0000',
  '2015-08-30T12:36:00Z',
  ' 20150830T123600Z',
  '20150229T000000Z',
  '20151301T000000Z',
  '20150830T240000Z',
  '20150830T126000Z',
  '20150830T123660Z',
  '20150830T123600.5Z',
  'Sun, 30 Aug 2015 12:36:00 GMT',
])('`%s` is none', (text) => {
  expect(parseAmzDate(text)).toBeUndefined();
});
