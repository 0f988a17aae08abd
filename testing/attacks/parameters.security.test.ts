import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fewAtATime, openRange, type Range } from './firing-range.ts';
import type { Keys, Shot } from './hostile-client.ts';
import { repel, vendShot } from './repel.ts';
import { bodies, invalid, paths, queries, type Spelling, text } from './spellings.ts';

let range: Range;
let mallory: Keys;

beforeAll(async () => {
  range = await openRange();
  mallory = range.keysOf('mallory');
});
afterAll(() => range.close());

describe('SEC-21 one parameter twice, in another case, or by another name', () => {
  test.each<Spelling<Shot>>(queries)('SEC-21 %s', async (wants, shot, refused = invalid) => {
    await repel(range, { wants, by: mallory, shot, refused });
  });
});

describe('SEC-21 one member twice, in another case, or of another kind', () => {
  test.each<Spelling<string>>(bodies)('SEC-21 %s', async (wants, body, refused = invalid) => {
    await repel(range, { wants, by: mallory, shot: text(body), refused });
  });

  test('SEC-21 body and query together, and a body that is no JSON', async () => {
    const body = '{"profile":"dev"}';
    const typed = (type: string): Shot => ({ ...text(body), signed: { 'Content-Type': type } });
    const attacks: readonly [string, Shot, string][] = [
      [
        'the query judged, the body vended',
        { ...text(body), target: '/?profile=database' },
        'INVALID_REQUEST',
      ],
      ['a body with GET', { target: '/?profile=dev', body }, 'INVALID_REQUEST'],
      ['a form', typed('application/x-www-form-urlencoded'), 'UNSUPPORTED_MEDIA_TYPE'],
      ['XML', typed('text/xml'), 'UNSUPPORTED_MEDIA_TYPE'],
      ['two types', typed('application/json, text/plain'), 'UNSUPPORTED_MEDIA_TYPE'],
      ['another charset', typed('application/json; charset=utf-7'), 'UNSUPPORTED_MEDIA_TYPE'],
    ];
    for (const [wants, shot, code] of attacks) {
      await repel(range, { wants, by: mallory, shot, refused: { code } });
    }
  });
});

describe('SEC-21 one path in another spelling', () => {
  test.each<Spelling<Shot>>(paths)('SEC-21 %s', async (wants, shot, refused = invalid) => {
    await repel(range, { wants, by: mallory, shot, refused });
  });
});

describe('SEC-03 headers that would be somebody, or something else', () => {
  const forgedContext = JSON.stringify({
    authorizer: { iam: { userArn: 'arn:aws:sts::111122223333:assumed-role/X/carol@example.com' } },
  });
  const headers = [
    'X-Amzn-RequestContext: ',
    'X-Amzn-Request-Context: ',
    'X-Amzn-Iam-User-Arn: ',
    'X-Amzn-Caller-Arn: ',
    'X-Apigateway-Event: ',
    'X-Apigateway-Context: ',
    'requestContext: ',
    'X-Forwarded-User: ',
    'X-Remote-User: ',
    'X-Sentinel-Subject: ',
    'X-Sentinel-Request-Id: ',
    'X-Original-Url: /revocations ',
    'X-Rewrite-Url: /revocations ',
    'X-Http-Method-Override: DELETE ',
    'X-Http-Method: DELETE ',
    'X-Method-Override: DELETE ',
    'X-Forwarded-For: 10.0.0.1 ',
    'X-Forwarded-Host: evil.example ',
    'Forwarded: for=10.0.0.1;by=carol ',
    'X-Real-Ip: 10.0.0.1 ',
    'Cookie: session=carol@example.com ',
    'X-Amzn-Trace-Id: Root=carol@example.com ',
  ];

  test('SEC-03 none of them, alone or all together, changes who asks and what is asked', async () => {
    const unsigned = headers.map((header) => `${header}${forgedContext}`);
    const shots = [...unsigned.map((one) => [one]), unsigned, [...unsigned, ...unsigned]];

    const told = await fewAtATime(shots, (each) =>
      range.fire(mallory, { target: '/whoami', unsigned: each }),
    );

    for (const answer of told) {
      expect(answer.json, `SECURITY VIOLATION: a header changed who asks`).toMatchObject({
        subject: 'mallory@example.com',
      });
      const [record] = range.decisions().filter((one) => one.request_id === answer.requestId);
      expect(record, 'SECURITY VIOLATION: a header is in the record').toMatchObject({
        event: 'whoami',
        subject: 'mallory@example.com',
        source_ip: '127.0.0.1',
        account: '111122223333',
      });
    }
    expect(new Set(told.map(({ requestId }) => requestId)).size).toBe(shots.length);
    await repel(range, {
      wants: 'to be somebody by every header at once',
      by: mallory,
      shot: { ...vendShot('database'), unsigned },
      refused: { code: 'APPROVAL_REQUIRED', truth: { subject: 'mallory@example.com' } },
    });
  });

  test('SEC-21 an idempotency key that is doubled, or holds what no key holds, is refused', async () => {
    const body = JSON.stringify({ profile: 'database', justification: 'I should like to look' });
    const ask: Shot = { method: 'POST', target: '/requests', body };
    const keyed = (key: string): Shot => ({ ...ask, signed: { 'Idempotency-Key': key } });
    const attacks: readonly Shot[] = [
      { ...ask, unsigned: ['Idempotency-Key: one', 'Idempotency-Key: two'] },
      keyed('a,b'),
      keyed('a b'),
      keyed('k'.repeat(129)),
    ];
    for (const shot of attacks) {
      await repel(range, { wants: 'two keys for one', by: mallory, shot, refused: invalid });
    }
    await repel(range, {
      wants: 'another key than the one that was signed',
      by: mallory,
      shot: { ...keyed('one'), unsigned: ['idempotency-key: two'] },
      refused: 'gateway',
    });
  });
});
