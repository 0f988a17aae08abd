import { SentinelError } from '@sentinel/core/errors';
import type { DocumentRef } from '@sentinel/core/ports';
import { policiesContract } from '@sentinel/core/testing/contracts/policies';
import { afterAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../testing/local-server.ts';
import { type LocalSsm, localSsm, ssmReply } from '../../testing/local-ssm.ts';
import { ssmPolicies } from './ssm-policies.ts';

const started: LocalSsm[] = [];

async function start(): Promise<LocalSsm> {
  const ssm = await localSsm();
  started.push(ssm);
  return ssm;
}

afterAll(async () => {
  await Promise.all(started.map(({ server }) => server.close()));
});

const paths = { directory: '', baseline: '', group: 'groups', profile: 'policies' } as const;

function nameOf(ref: DocumentRef): string {
  return 'name' in ref ? `/sentinel/${paths[ref.kind]}/${ref.name}` : `/sentinel/${ref.kind}`;
}

policiesContract('in SSM', async () => {
  const { parameters, connect } = await start();
  return {
    connect: () => ssmPolicies(connect(), '/sentinel'),
    put: async (ref, text) => {
      const version = (parameters.get(nameOf(ref))?.version ?? 0) + 1;
      parameters.set(nameOf(ref), { version, text });
    },
    remove: async (ref) => {
      parameters.delete(nameOf(ref));
    },
  };
});

describe('SEC-05 documents in SSM', () => {
  test('are asked for decrypted, and profiles of one level only', async () => {
    const { server, connect } = await start();
    const policies = ssmPolicies(connect(), '/teams/sentinel');

    await policies.read({ kind: 'directory' });
    await policies.profiles();

    expect(server.received.map(({ body }) => JSON.parse(body))).toEqual([
      { Name: '/teams/sentinel/directory', WithDecryption: true },
      { Path: '/teams/sentinel/policies', Recursive: false, WithDecryption: true, MaxResults: 10 },
    ]);
  });

  test.each(['production:1', 'a/b', '../directory', '', 'ä', 'a b'])(
    'SEC-05 never reads another parameter for the name `%s`',
    async (name) => {
      const { server, connect } = await start();
      const policies = ssmPolicies(connect(), '/sentinel');

      expect(await policies.read({ kind: 'profile', name })).toBeUndefined();

      expect(server.received, 'SECURITY VIOLATION: a name reached SSM').toEqual([]);
    },
  );

  const good = { Name: '/sentinel/policies/production', Value: 'text', Version: 1 };
  const faults: readonly [string, Fault][] = [
    ['a dropped connection', 'drop'],
    ['silence', 'hang'],
    ['headers without a body', 'hang-body'],
    ['an inner error', ssmReply(500, { __type: 'InternalServerError' })],
    ['throttling', ssmReply(400, { __type: 'ThrottlingException' })],
    ['a refusal of access', ssmReply(400, { __type: 'AccessDeniedException' })],
    ['a page of HTML', { status: 200, body: '<html>canary</html>' }],
    ['nothing', ssmReply(200, {})],
    ['another parameter', answers({ ...good, Name: '/sentinel/policies/staging/x' })],
    ['a parameter without a name', answers({ ...good, Name: undefined })],
    ['a parameter without a text', answers({ ...good, Value: undefined })],
    ['a parameter without a version', answers({ ...good, Version: undefined })],
    ['a version of nought', answers({ ...good, Version: 0 })],
    ['a foreign place', answers({ ...good, Name: '/other/policies/production' })],
  ];

  test.concurrent.each(faults)('SEC-02 gives no document for %s', async (_name, fault) => {
    const { server, connect } = await start();
    const policies = ssmPolicies(
      connect(fault === 'hang' || fault === 'hang-body' ? 300 : undefined),
      '/sentinel',
    );
    server.failAll(fault);

    const outcomes = await Promise.allSettled([
      policies.read({ kind: 'profile', name: 'production' }),
      policies.profiles(),
    ]);

    for (const outcome of outcomes) {
      expect(outcome, 'SECURITY VIOLATION: a failing store gave documents').toMatchObject({
        reason: { code: 'DEPENDENCY_UNAVAILABLE' },
      });
    }
  });

  test('SEC-02 a list that fails on a later page is no list', async () => {
    const { server, parameters, connect } = await start();
    for (let index = 0; index < 25; index += 1) {
      parameters.set(`/sentinel/policies/p${index}`, { version: 1, text: 'text' });
    }
    server.fail(undefined, undefined, ssmReply(400, { __type: 'ThrottlingException' }));

    expect(
      await ssmPolicies(connect(), '/sentinel')
        .profiles()
        .catch((error: unknown) => error),
      'SECURITY VIOLATION: part of a list was taken for the whole',
    ).toBeInstanceOf(SentinelError);
  });

  test('SEC-02 a list without end is no list', async () => {
    const { server, connect } = await start();
    server.failAll(ssmReply(200, { Parameters: [], NextToken: 'again' }));

    expect(
      await ssmPolicies(connect(), '/sentinel')
        .profiles()
        .catch((error: unknown) => error),
      'SECURITY VIOLATION: a list without end was taken',
    ).toBeInstanceOf(SentinelError);
  });
});

/** An answer to either read. */
function answers(parameter: object) {
  return ssmReply(200, { Parameter: parameter, Parameters: [parameter] });
}
