import { expect, test } from 'vitest';
import { parseChannel } from '../parse.ts';

const topic = 'arn:aws:sns:eu-central-1:111122223333:sentinel';
const key = 'k'.repeat(32);
const sns = `version: "1"\ntype: sns\n`;
const webhook = `version: "1"\ntype: webhook\n`;
const here = 'url: "https://example.com/hook"\n';

test.each([
  [
    'a topic is told as people read it',
    `${sns}topic_arn: ${topic}\n`,
    { type: 'sns', topicArn: topic, format: 'chat' },
  ],
  [
    'a topic may be told as machines read it',
    `${sns}topic_arn: ${topic}\nformat: json\n`,
    { type: 'sns', topicArn: topic, format: 'json' },
  ],
  [
    'a webhook is told as machines read it',
    `${webhook}${here}key: ${key}\n`,
    { type: 'webhook', url: 'https://example.com/hook', key, format: 'json' },
  ],
  [
    'a webhook may be told as people read it',
    `${webhook}${here}key: ${key}\nformat: chat\n`,
    { type: 'webhook', url: 'https://example.com/hook', key, format: 'chat' },
  ],
])('%s', (_what, text, document) => {
  expect(parseChannel(text)).toMatchObject({ ok: true, document });
});

test.each([
  ['a topic that is not named', sns, ['1:1 : expected `topic_arn` for this type']],
  [
    'a webhook of nothing',
    webhook,
    ['1:1 : expected `url` for this type', '1:1 : expected `key` for this type'],
  ],
  [
    'a webhook without the key that signs',
    `${webhook}${here}`,
    ['1:1 : expected `key` for this type'],
  ],
  ['a topic with an address', `${sns}topic_arn: ${topic}\n${here}`, ['4:1 url: not for this type']],
  [
    'a webhook with a topic',
    `${webhook}${here}key: ${key}\ntopic_arn: ${topic}\n`,
    ['5:1 topic_arn: not for this type'],
  ],
])('%s is refused, and no value is named', (_what, text, expected) => {
  const parsed = parseChannel(text);

  const lines = parsed.ok
    ? []
    : parsed.problems.map(
        ({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`,
      );
  expect(lines).toEqual(expected);
});

test.each([
  ['an address without TLS', `${webhook}url: "http://example.com/"\nkey: ${key}\n`, 'url'],
  ['a key of 31 characters', `${webhook}${here}key: ${key.slice(1)}\n`, 'key'],
  ['a queue', `${sns}topic_arn: ${topic.replace('sns', 'sqs')}\n`, 'topic_arn'],
  ['an unknown type', `version: "1"\ntype: mail\n`, 'type'],
])('%s is refused at its place', (_what, text, path) => {
  expect(parseChannel(text)).toMatchObject({ ok: false, problems: [{ path }] });
});
