import { expect, test } from 'vitest';
import { conditionExpression, placeholders, updateExpression } from './expression.ts';

test('an update names every attribute and value by a placeholder', () => {
  const names = placeholders();

  const update = updateExpression(
    { set: { status: 'ended' }, setIfAbsent: { start: 1 }, add: { version: 1 }, remove: ['old'] },
    names,
  );

  expect(update).toBe('SET #n0 = :v0, #n1 = if_not_exists(#n1, :v1) ADD #n2 :v2 REMOVE #n3');
  expect(names.names).toEqual({ '#n0': 'status', '#n1': 'start', '#n2': 'version', '#n3': 'old' });
  expect(names.values).toEqual({ ':v0': 'ended', ':v1': 1, ':v2': 1 });
});

test('conditions must all hold, and share placeholders with the update', () => {
  const names = placeholders();
  updateExpression({ set: { status: 'ended' } }, names);

  const condition = conditionExpression(
    [
      ['status', '=', 'active'],
      ['scope', 'absent'],
      ['seq', 'absent or <', 3],
      ['last_request', '<>', 'a1'],
    ],
    names,
  );

  expect(condition).toBe(
    '#n0 = :v1 AND attribute_not_exists(#n1) AND (attribute_not_exists(#n2) OR #n2 < :v2) AND #n3 <> :v3',
  );
});

test('nothing to do and nothing to hold are empty', () => {
  expect(updateExpression({}, placeholders())).toBe('');
  expect(conditionExpression([], placeholders())).toBe('');
});
