import { expect, test } from 'vitest';
import { type Pattern, passes } from './filter.ts';

const record = {
  eventName: 'MODIFY',
  dynamodb: { Keys: { pk: { S: 'subject#alice' } }, NewImage: { n: { N: '1' } } },
};
const pk = (...tests: Extract<Pattern[string], readonly unknown[]>): Pattern => ({
  dynamodb: { Keys: { pk: { S: tests } } },
});

test.each<[string, Pattern, boolean]>([
  ['an equal text', { eventName: ['MODIFY'] }, true],
  ['another text', { eventName: ['INSERT'] }, false],
  ['one of two texts', { eventName: ['INSERT', 'MODIFY'] }, true],
  ['a prefix', pk({ prefix: 'subject#' }), true],
  ['another prefix', pk({ prefix: 'person#' }), false],
  ['one of two prefixes', pk({ prefix: 'person#' }, { prefix: 'subject#' }), true],
  ['two members that hold', { ...pk({ prefix: 's' }), eventName: ['MODIFY'] }, true],
  ['two members of which one holds', { ...pk({ prefix: 's' }), eventName: ['REMOVE'] }, false],
  ['a member that is there', { dynamodb: { NewImage: [{ exists: true }] } }, true],
  ['a member that is not there', { dynamodb: { OldImage: [{ exists: false }] } }, true],
  ['a member that should be there', { dynamodb: { OldImage: [{ exists: true }] } }, false],
  ['anything but a text', { eventName: [{ 'anything-but': 'REMOVE' }] }, true],
  ['anything but one of two', { eventName: [{ 'anything-but': ['MODIFY', 'INSERT'] }] }, false],
  ['a place that is not there', { dynamodb: { OldImage: { n: { N: ['1'] } } } }, false],
  ['nothing', {}, true],
])('a filter for %s', (_, pattern, passing) => {
  expect(passes(record, pattern)).toBe(passing);
});

test('an operator that is not modelled is not passed over', () => {
  expect(() => passes(record, { eventName: [{ suffix: 'Y' }] })).toThrow('`suffix`');
  expect(() => passes(record, { eventName: [{ prefix: 'M', exists: true }] })).toThrow('one');
});
