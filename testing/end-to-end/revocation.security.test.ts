import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { vendAnswer } from '@sentinel/core/contract/vend';
import type { Fault, Faults } from '@sentinel/devstack/http/call';
import { describe, expect, test } from 'vitest';
import { type Stack, withStack } from './a-stack.ts';

const account = '444455556666';
const policyArn = `arn:aws:iam::${account}:policy/SentinelRevocations`;
const reason = 'the laptop was stolen';

type Keys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
};

async function vend({ call }: Stack, user: string): Promise<Keys & { readonly session: string }> {
  const { status, json } = await call(user, 'POST', '/', { profile: 'dev' });
  expect(status).toBe(200);
  const answer = vendAnswer().parse(json);
  return {
    accessKeyId: answer.AccessKeyId,
    secretAccessKey: answer.SecretAccessKey,
    sessionToken: answer.Token,
    session: answer.Sentinel.SessionId,
  };
}

/** What the keys can do: read a parameter, and learn whose they are. */
async function useOf({ stack }: Stack, credentials: Keys) {
  const settings = { region: stack.region, credentials, maxAttempts: 1 };
  const ssm = new SSMClient({ ...settings, endpoint: stack.ssm.url });
  const sts = new STSClient({ ...settings, endpoint: stack.stsUrl });
  const outcomeOf = (call: Promise<unknown>) =>
    call.then(
      () => 'allowed',
      (error: Error) => error.name,
    );
  return {
    read: await outcomeOf(ssm.send(new GetParameterCommand({ Name: '/sentinel/directory' }))),
    identity: await outcomeOf(sts.send(new GetCallerIdentityCommand())),
  };
}

const denied = { read: 'AccessDeniedException', identity: 'allowed' };
const allowed = { read: 'allowed', identity: 'allowed' };

async function revoke({ call, stack }: Stack, body: object): Promise<string> {
  const { status, json } = await call('erin', 'POST', '/revocations', { reason, ...body });
  expect(status).toBe(200);
  await stack.revoker.mapping.settled();
  return String(json['id']);
}

describe('SEC-11 credentials that were issued before a revocation', () => {
  test('SEC-11 are denied by AWS in its account, and those of others are not', async () => {
    await withStack({}, async (stack) => {
      const [alice, bob] = [await vend(stack, 'alice'), await vend(stack, 'bob')];
      expect(await useOf(stack, alice)).toEqual(allowed);

      const id = await revoke(stack, { subject: 'alice@example.com' });

      const why = 'SECURITY VIOLATION: a stolen key goes on';
      expect(await useOf(stack, alice), why).toEqual(denied);
      expect(await useOf(stack, bob)).toEqual(allowed);
      const { json } = await stack.call('erin', 'GET', `/revocations/${id}`);
      expect(json).toMatchObject({ status: 'done', effects: [{ account, widened: false }] });
    });
  });

  test('SEC-11 stay denied when the block is lifted', async () => {
    await withStack({}, async (stack) => {
      const alice = await vend(stack, 'alice');
      const id = await revoke(stack, { subject: 'alice@example.com' });

      const lifted = await stack.call('erin', 'DELETE', `/revocations/${id}`);
      await stack.stack.revoker.mapping.settled();
      await stack.stack.revoker.tick();

      expect(lifted.status).toBe(200);
      const why = 'SECURITY VIOLATION: lifting a block gave a stolen key back';
      expect(await useOf(stack, alice), why).toEqual(denied);
    });
  });

  test('SEC-11 of one session are denied alone', async () => {
    await withStack({}, async (stack) => {
      const [one, other] = [await vend(stack, 'alice'), await vend(stack, 'alice')];

      const { status } = await stack.call('erin', 'POST', `/sessions/${one.session}/revoke`, {
        reason,
      });
      await stack.stack.revoker.mapping.settled();

      expect(status).toBe(200);
      expect(await useOf(stack, one), 'SECURITY VIOLATION: it goes on').toEqual(denied);
      expect(await useOf(stack, other)).toEqual(allowed);
    });
  });

  test.each<[string, Fault]>([
    ['loses a reply', { kind: 'lost-reply' }],
    ['throttles', { kind: 'throttle' }],
    ['is being changed', { kind: 'error', code: 'ConcurrentModification', status: 409 }],
    ['fails', { kind: 'error' }],
  ])('SEC-11 are denied, and written once, though IAM %s', async (_, fault) => {
    let isHit = false;
    const faults: Faults = ({ service, operation }) => {
      if (service !== 'iam' || operation !== 'CreatePolicyVersion' || isHit) return undefined;
      isHit = true;
      return fault;
    };
    await withStack({ faults }, async (stack) => {
      const alice = await vend(stack, 'alice');

      await revoke(stack, { subject: 'alice@example.com', profile: 'dev' });

      expect(await useOf(stack, alice), 'SECURITY VIOLATION: it goes on').toEqual(denied);
      const texts = stack.stack.iamApi.versions(policyArn)?.map(({ document }) => document) ?? [];
      expect(new Set(texts).size).toBe(texts.length);
      expect(isHit).toBe(true);
    });
  });

  test('SEC-11 are denied by the schedule, where no record of the stream came', async () => {
    await withStack({}, async (stack) => {
      const alice = await vend(stack, 'alice');
      await stack.stack.revoker.mapping.close();
      await revoke(stack, { subject: 'alice@example.com' });
      expect(await useOf(stack, alice)).toEqual(allowed);

      await stack.stack.revoker.tick();

      expect(await useOf(stack, alice), 'SECURITY VIOLATION: it goes on').toEqual(denied);
    });
  });
});
