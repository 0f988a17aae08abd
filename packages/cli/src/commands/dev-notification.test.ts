import { expect, test } from 'vitest';
import { devNotification } from './dev-notification.ts';

test.each<[string, unknown, string | undefined]>([
  [
    'a message for chats',
    { content: { title: 'alice asks for production', nextSteps: ['`sentinel approve 1`', 'x'] } },
    '          told: alice asks for production  sentinel approve 1',
  ],
  [
    'a payload',
    { kind: 'request.created', next: ['sentinel approve 1'] },
    '          told: request.created  sentinel approve 1',
  ],
  [
    'one after which nothing comes',
    { kind: 'request.denied', next: [] },
    '          told: request.denied',
  ],
  ['one with hidden signs', { kind: 'a\u001b[31m\n' }, '          told: a\\u{1b}[31m\\u{a}'],
  ['another message', { hello: 'world' }, undefined],
  ['no message', null, undefined],
])('%s is shown in one line', (_, told, line) => {
  expect(devNotification({ message: JSON.stringify(told) })).toBe(line);
});

test('text that is no JSON is not shown', () => {
  expect(devNotification({ message: 'hello' })).toBeUndefined();
});
