import { place } from '@sentinel/devstack/stack/place';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openRange, type Range } from './firing-range.ts';
import { type Keys, keysIn, requestBytes, type Shot, sendBytes } from './hostile-client.ts';
import { repel, vendShot } from './repel.ts';

let range: Range;
let mallory: Keys;
let alice: Keys;

beforeAll(async () => {
  // Also the account of the workload, so that what we vended is refused for what it is.
  const accounts = `${place.hubAccount},${place.workloadAccount}`;
  range = await openRange({ settings: { SENTINEL_CALLER_ACCOUNTS: accounts } });
  [mallory, alice] = [range.keysOf('mallory'), range.keysOf('alice')];
});
afterAll(async () => {
  vi.useRealTimers();
  await range.close();
});

const vend = vendShot('dev');
const alicesArn = `arn:aws:sts::${place.hubAccount}:assumed-role/${place.ssoRole}/alice@example.com`;

/** Replaces what the header named `Authorization` says. */
function authorization(change: (value: string) => string): (raw: string) => string {
  return (raw) => raw.replace(/^Authorization: .*$/m, (line) => change(line));
}

describe('SEC-03 a request that does not prove who sent it', () => {
  test.each<[wants: string, by: () => Keys | undefined, shot: () => Shot]>([
    ['in without any signature', () => undefined, () => vend],
    [
      'in with an empty signature',
      () => mallory,
      () => ({ ...vend, tamper: authorization(() => 'Authorization:') }),
    ],
    [
      'in with a bearer token',
      () => undefined,
      () => ({ ...vend, unsigned: ['Authorization: Bearer alice@example.com'] }),
    ],
    [
      'in with a password',
      () => undefined,
      () => ({ ...vend, unsigned: ['Authorization: Basic YWxpY2U6YWxpY2U='] }),
    ],
    [
      'in by an ARN in the credential',
      () => mallory,
      () => ({
        ...vend,
        tamper: authorization((line) =>
          line.replace(/Credential=[^/]+/, `Credential=${alicesArn}`),
        ),
      }),
    ],
    [
      "in by another's key id and an own secret",
      () => ({ ...mallory, accessKeyId: alice.accessKeyId }),
      () => vend,
    ],
    [
      "in by another's key id and token and an own secret",
      () => ({ ...alice, secretAccessKey: mallory.secretAccessKey }),
      () => vend,
    ],
    [
      "in by an own key with another's token",
      () => ({ ...mallory, sessionToken: alice.sessionToken ?? '' }),
      () => vend,
    ],
    [
      'in by a temporary key without its token',
      () => ({ accessKeyId: mallory.accessKeyId, secretAccessKey: mallory.secretAccessKey }),
      () => vend,
    ],
    [
      'in by a key that does not exist',
      () => ({ ...mallory, accessKeyId: 'ASIAAAAAAAAAAAAAAAAA' }),
      () => vend,
    ],
    ['in by a key id of a prototype', () => ({ ...mallory, accessKeyId: '__proto__' }), () => vend],
    ['in by an empty secret', () => ({ ...alice, secretAccessKey: '' }), () => vend],
    [
      'another path than was signed',
      () => mallory,
      () => ({ ...vend, target: '/requests', pretend: { target: '/' } }),
    ],
    [
      'another method than was signed',
      () => mallory,
      () => ({ ...vend, pretend: { method: 'GET' } }),
    ],
    [
      'another body than was signed',
      () => mallory,
      () => ({ ...vend, pretend: { body: '{"profile":"staging"}' } }),
    ],
    [
      'another query than was signed',
      () => mallory,
      () => ({ target: '/?profile=dev', pretend: { target: '/?profile=staging' } }),
    ],
    [
      'a query that was not signed',
      () => mallory,
      () => ({ target: '/?profile=dev', pretend: { target: '/' } }),
    ],
    [
      'what was signed for another host',
      () => mallory,
      () => ({ ...vend, pretend: { host: 'evil.example' } }),
    ],
    [
      'what was signed for another API',
      () => mallory,
      () => ({ ...vend, pretend: { host: 'other.execute-api.eu-west-1.amazonaws.com' } }),
    ],
    ['what was signed for STS', () => mallory, () => ({ ...vend, pretend: { service: 'sts' } })],
    [
      'what was signed for a function URL',
      () => mallory,
      () => ({ ...vend, pretend: { service: 'lambda' } }),
    ],
    [
      'what was signed for another Region',
      () => mallory,
      () => ({ ...vend, pretend: { region: 'us-east-1' } }),
    ],
    [
      'what was signed five minutes ago',
      () => mallory,
      () => ({ ...vend, pretend: { atMs: Date.now() - 301_000 } }),
    ],
    [
      'what is signed for later',
      () => mallory,
      () => ({ ...vend, pretend: { atMs: Date.now() + 302_000 } }),
    ],
    [
      'two signatures',
      () => mallory,
      () => ({ ...vend, unsigned: ['Authorization: AWS4-HMAC-SHA256 Credential=x'] }),
    ],
    ['two dates', () => mallory, () => ({ ...vend, unsigned: ['X-Amz-Date: 20200101T000000Z'] })],
    [
      'two tokens',
      () => mallory,
      () => ({ ...vend, unsigned: [`X-Amz-Security-Token: ${alice.sessionToken}`] }),
    ],
    ['two hosts', () => mallory, () => ({ ...vend, unsigned: ['Host: evil.example'] })],
    [
      'headers of AWS that nobody signed',
      () => mallory,
      () => ({ ...vend, unsigned: ['X-Amz-Principal: alice'] }),
    ],
    [
      'a claimed hash of another body',
      () => mallory,
      () => ({ ...vend, signed: { 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' } }),
    ],
    [
      'a signature in capitals',
      () => mallory,
      () => ({
        ...vend,
        tamper: authorization((line) =>
          line.replace(/Signature=(.*)$/, (_, hex) => `Signature=${hex.toUpperCase()}`),
        ),
      }),
    ],
    [
      'a signature cut short',
      () => mallory,
      () => ({ ...vend, tamper: authorization((line) => line.slice(0, -2)) }),
    ],
    [
      'another algorithm',
      () => mallory,
      () => ({ ...vend, tamper: authorization((line) => line.replace('SHA256', 'SHA1')) }),
    ],
    [
      'a signature without a host',
      () => mallory,
      () => ({ ...vend, tamper: authorization((line) => line.replace('host;', '')) }),
    ],
  ])('SEC-03 %s', async (wants, by, shot) => {
    await repel(range, { wants, by: by(), shot: shot(), refused: 'gateway' });
  });

  test('SEC-03 what was captured is of no use after five minutes, and before that its owner is told', async () => {
    const captured = requestBytes(range.stack.url, alice, { target: '/whoami' });
    const vends = requestBytes(range.stack.url, alice, vend);

    const fresh = await sendBytes(range.stack.url, captured);
    const asAnother = captured.replace('/whoami', '/sessions');
    const other = await sendBytes(range.stack.url, asAnother);
    const changed = await sendBytes(range.stack.url, vends.replace('"dev"', '"sta"'));
    vi.setSystemTime(Date.now() + 301_000);
    const late = await Promise.all([captured, vends].map((raw) => sendBytes(range.stack.url, raw)));
    vi.useRealTimers();

    expect(fresh.json).toMatchObject({ subject: 'alice@example.com' });
    for (const answer of [other, changed, ...late]) {
      expect(answer.status, 'SECURITY VIOLATION: a captured request was taken').toBe(403);
      expect(answer.requestId).toBe(undefined);
    }
    const told = range.decisions().filter(({ request_id }) => request_id === fresh.requestId);
    expect(told).toMatchObject([{ event: 'whoami', caller_arn: alicesArn }]);
  });

  test('SEC-09 a captured vend that is sent again opens what its owner sees, and uses up no other grant', async () => {
    const database = vendShot('database');
    const why = 'a captured request is sent again';
    const made = await range.post(alice, '/requests', { profile: 'database', justification: why });
    const id = String(made.json['id']);
    await range.post(range.keysOf('carol'), `/requests/${id}/approve`, {});
    const captured = requestBytes(range.stack.url, alice, database);

    const answers = await Promise.all(
      [captured, captured].map((raw) => sendBytes(range.stack.url, raw)),
    );
    const shown = await range.fire(alice, { target: `/requests/${id}` });
    await range.post(alice, `/requests/${id}/withdraw`, {});
    const after = await sendBytes(range.stack.url, captured);

    expect(Object(shown.json['grant'])['uses']).toBe(answers.length);
    expect(after.json, 'SECURITY VIOLATION: a replay outlives the grant').toMatchObject({
      Code: 'APPROVAL_REQUIRED',
    });
  });

  test('SEC-03 what we vended ourselves, root, and those who only federate, are refused on every route', async () => {
    const vended = keysIn(await range.fire(mallory, vend));
    const { iam } = range.stack;
    const root = iam.addAccessKey(`arn:aws:iam::${place.hubAccount}:root`);
    const routes: readonly Shot[] = [
      vend,
      vendShot('database'),
      { target: '/profiles' },
      { target: '/sessions' },
      { target: '/requests' },
      { target: `/sessions/check?access_key_id=${vended.accessKeyId}` },
      { method: 'POST', target: '/revocations', body: '{"reason":"because"}' },
    ];
    for (const by of [vended, root]) {
      for (const shot of routes) {
        const refused = { code: 'INVALID_IDENTITY', truth: { subject: null, person: null } };
        await repel(range, { wants: 'in by credentials that may not ask', by, shot, refused });
      }
    }
  });
});
