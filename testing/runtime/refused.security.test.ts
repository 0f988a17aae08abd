import { names, place } from '@sentinel/devstack/stack/place';
import { arns } from '@sentinel/tvm/infrastructure/names';
import { describe, expect, test } from 'vitest';
import { type RightsBench, withBench } from './a-bench.ts';
import { executionRoles } from './a-deployment.ts';
import { attempts, clientsOf, dynamo } from './attempts.ts';
import { askAndCancel, lift, revoke, vend } from './real-work.ts';
import { share } from './share.ts';

describe('SEC-24 AWS refuses a function what its role is not given', () => {
  const bench = share<RightsBench>(withBench);

  test.each(attempts)('SEC-24 %s may not %s', async (of, _, attempt) => {
    const { stack, keysOf } = bench();

    const refusal = await attempt(clientsOf(stack, keysOf(of))).then(
      () => 'done',
      ({ name }: Error) => name,
    );

    const violation = `SECURITY VIOLATION: ${of} did what only others may`;
    expect(refusal, violation).toMatch(/^(AccessDenied(Exception)?|AuthorizationError\w*)$/);
  });

  test.each([
    ['another function', { 'lambda:SourceFunctionArn': arns.function(names, 'notifier') }],
    ['code outside of Lambda', {}],
  ])('SEC-24 the role of api serves no other code: not %s', async (_, carried) => {
    const { stack } = bench();
    const elsewhere = stack.iam.openSession({
      roleArn: `arn:aws:iam::${place.hubAccount}:role/${executionRoles.api}`,
      sessionName: 'mallory',
      issuedAtMs: Date.now(),
      expiresAtMs: Date.now() + 3_600_000,
      carried,
    });

    const refusal = await dynamo.get(clientsOf(stack, elsewhere)).then(
      () => 'done',
      ({ name }: Error) => name,
    );

    const violation = 'SECURITY VIOLATION: other code has the rights of api';
    expect(refusal, violation).toBe('AccessDeniedException');
  });
});

describe('SEC-29 an event from elsewhere, whoever handed it over,', () => {
  const bench = share<RightsBench>(withBench);

  test.each([
    ['of another API', { apiId: 'b1b2c3d4e5' }],
    ['of another account', { accountId: '999999999999' }],
    ['of another stage', { stage: 'test' }],
    ['that nobody signed', { authorizer: {} }],
  ])('SEC-29 %s vends nothing', async (_, changed) => {
    const { invoke, stack, lastEvent } = bench();
    await vend(bench());
    const real: { requestContext?: object } = Object(lastEvent('api'));
    const before = stack.sts.count('AssumeRole');

    const requestContext = { ...real.requestContext, ...changed };
    const answer = await invoke('api', { ...real, requestContext });

    const violation = 'SECURITY VIOLATION: an event that no gateway of ours made was taken';
    expect(Object(answer)['statusCode'], violation).toBeGreaterThanOrEqual(400);
    expect(stack.sts.count('AssumeRole'), violation).toBe(before);
  });

  test.each(['revoker', 'notifier'] as const)(
    'SEC-29 of another table moves %s to nothing',
    async (of) => {
      const { invoke, stack, lastEvent, restart } = bench();
      await revoke(bench(), await vend(bench()));
      await lift(bench());
      await askAndCancel(bench());
      const event = JSON.stringify(lastEvent(of)).replaceAll(':table/sentinel/', ':table/theirs/');
      const callsBefore = stack.sts.count() + stack.sns.count();
      restart(of);

      const answer = await invoke(of, JSON.parse(event)).catch(String);

      const violation = 'SECURITY VIOLATION: records of somebody else’s table were taken';
      expect(answer, violation).toContain('the event is of another stream');
      expect(stack.sts.count() + stack.sns.count(), violation).toBe(callsBefore);
    },
  );
});
