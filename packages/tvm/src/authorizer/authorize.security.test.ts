import { SentinelError } from '@sentinel/core/errors';
import { isRefusal } from '@sentinel/core/reasons';
import { aProof } from '@sentinel/core/testing/a-proof';
import { askToVend } from '@sentinel/core/testing/a-vend';
import { aWorld } from '@sentinel/core/testing/a-world';
import type { Identities } from '@sentinel/core/token/identities';
import { encodeProof } from '@sentinel/core/token/proof';
import { describe, expect, test } from 'vitest';
import { authorizerOf } from './authorize.ts';

const signer = {
  accountId: '111122223333',
  arn: 'arn:aws:sts::111122223333:assumed-role/SentinelProtected-Dev/alice',
  userId: 'AROAEXAMPLEEXAMPLE000:alice',
};

const believing: Identities = { prove: async () => ({ signer }) };

type Bench = {
  readonly identities?: Identities;
  readonly write?: (line: string) => void;
};

/** Alice's session and token, and an authorizer whose STS believes it. */
async function aBench({ identities = believing, write }: Bench = {}) {
  const { world } = aWorld();
  const vended = await askToVend(world);
  if (isRefusal(vended)) throw new Error(vended.message);
  const proof = aProof({ accessKeyId: vended.credentials.accessKeyId });
  const lines: string[] = [];
  const authorize = authorizerOf({
    rules: { audiences: new Set(['orders.example.com']), regions: new Set(['eu-west-1']) },
    ports: { ...world, identities },
    write: write ?? ((line) => lines.push(line)),
  });
  const event = anEvent({ authorization: `Bearer ${encodeProof(proof)}` });
  return { authorize, event, lines, session: vended.session, proof };
}

function anEvent(headers: Readonly<Record<string, string>>) {
  return {
    version: '2.0',
    type: 'REQUEST',
    headers,
    requestContext: {
      apiId: 'orders0001',
      domainName: 'orders.example.com',
      requestId: 'Abc=',
      http: { sourceIp: '192.0.2.1', userAgent: 'a\r\n\u202eb' },
    },
  };
}

test('SEC-27 a token that holds is let through, with whose it is', async () => {
  const { authorize, event, lines, session } = await aBench();

  const answer = await authorize(event, 'r1');

  expect(answer).toEqual({
    isAuthorized: true,
    context: {
      subject: 'alice@example.com',
      person: 'alice@example.com',
      profile: 'dev',
      session_id: session.id,
      source_identity: session.sourceIdentity,
      expires_at: '2026-01-25T15:30:00.000Z',
    },
  });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      event: 'authorize',
      outcome: 'allow',
      session_id: session.id,
      audience: 'orders.example.com',
    },
  ]);
});

describe('SEC-27 an event is refused', () => {
  type Event = ReturnType<typeof anEvent>;
  const token = (event: Event) => event.headers['authorization'] ?? '';
  test.each<[string, (event: Event) => unknown]>([
    ['that is none', () => undefined],
    ['of payload format 1.0', (event) => ({ ...event, version: '1.0' })],
    ['of a TOKEN authorizer', (event) => ({ ...event, type: 'TOKEN' })],
    ['without headers', ({ headers: _, ...event }) => event],
    ['without the header', (event) => ({ ...event, headers: {} })],
    [
      'with the header twice',
      (event) => ({ ...event, headers: { ...event.headers, Authorization: token(event) } }),
    ],
    [
      'with both values in one',
      (event) => ({ ...event, headers: { authorization: `${token(event)},${token(event)}` } }),
    ],
    [
      'of another host, whatever its headers say',
      (event) => ({
        ...event,
        headers: {
          ...event.headers,
          host: 'orders.example.com',
          'x-forwarded-host': 'orders.example.com',
        },
        requestContext: { ...event.requestContext, domainName: 'billing.example.com' },
      }),
    ],
    [
      'whose token is only where it is not looked for',
      (event) => ({ ...event, headers: { cookie: token(event) }, identitySource: [token(event)] }),
    ],
  ])('SEC-27 %s', async (_what, change) => {
    const { authorize, event, lines } = await aBench();

    const answer = await authorize(change(event), 'r1');

    expect(answer, 'SECURITY VIOLATION: it was let through').toEqual({ isAuthorized: false });
    expect(lines.map((line) => JSON.parse(line).outcome)).toEqual(['deny']);
  });
});

describe('SEC-02 a failure lets nobody through', () => {
  test.each<[string, unknown, string]>([
    ['STS is down', new SentinelError('DEPENDENCY_UNAVAILABLE', 'asking STS'), 'asking STS'],
    ['something else fails', new Error('canary'), 'an unforeseen error'],
  ])('SEC-02 %s', async (_what, error, detail) => {
    const { authorize, event, lines } = await aBench({
      identities: { prove: () => Promise.reject(error) },
    });

    const answer = await authorize(event, 'r1');

    expect(answer, 'SECURITY VIOLATION: it was let through').toEqual({ isAuthorized: false });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ outcome: 'error', detail }]);
  });

  test('SEC-12 the line cannot be written', async () => {
    const { authorize, event } = await aBench({
      write: () => {
        throw new Error('the pipe is closed');
      },
    });

    const answer = await authorize(event, 'r1');

    expect(answer, 'SECURITY VIOLATION: let through without a line').toEqual({
      isAuthorized: false,
    });
  });
});

test('SEC-15 SEC-17 one line an event, with nothing secret in it', async () => {
  const { authorize, event, lines, proof } = await aBench();
  await authorize(event, 'r1');
  await authorize(
    anEvent({ authorization: `Bearer ${encodeProof({ ...proof, region: 'us-east-1' })}` }),
    'r2',
  );
  await authorize(anEvent({ authorization: `Bearer x${encodeProof(proof)}` }), 'r3');

  const written = lines.join('\n');

  expect(lines).toHaveLength(3);
  expect(written, 'SECURITY VIOLATION: more than a line').toMatch(
    /^[\x20-\x7e]+\n[\x20-\x7e]+\n[\x20-\x7e]+$/,
  );
  for (const secret of [proof.sessionToken, proof.signature, encodeProof(proof).slice(20, 80)]) {
    expect(written, 'SECURITY VIOLATION: a secret was logged').not.toContain(secret);
  }
});

test.each<[string, (secret: string) => unknown]>([
  ['one of the SDK, that quotes the request', (secret) => new Error(`cannot send ${secret}`)],
  ['one of a parser, that quotes the answer', (secret) => new SyntaxError(`unexpected ${secret}`)],
  ['one that carries it along', (secret) => new Error('it fails', { cause: secret })],
  ['one that is no error', (secret) => secret],
])('SEC-15 no words of an unforeseen error are logged: %s', async (_whose, failure) => {
  const { sessionToken } = aProof();
  const { authorize, event, lines } = await aBench({
    identities: { prove: () => Promise.reject(failure(sessionToken)) },
  });

  await authorize(event, 'r1');

  expect(lines).toHaveLength(1);
  expect(lines.join(), 'SECURITY VIOLATION: a session token was logged').not.toContain(
    sessionToken,
  );
});
