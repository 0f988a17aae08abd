import { describe, expect, test } from 'vitest';
import { SentinelError } from '../errors.ts';
import { type FaultMoment, failCall, failMethod } from './faults.ts';
import type { PortCall } from './intercept.ts';
import { memoryWorld } from './world.ts';

const ask = {
  roleArn: 'arn:aws:iam::111122223333:role/SentinelProtected-Production',
  roleSessionName: 'alice',
  sourceIdentity: 'sentinel.direct.0123456789abcdef.alice',
  durationSeconds: 900,
  tags: [],
  policyArns: [],
};

describe('the in-memory world', () => {
  test('shows every call of its ports to the interceptor, in order', async () => {
    const calls: PortCall[] = [];
    const world = memoryWorld({
      intercept: (call, proceed) => {
        calls.push(call);
        return proceed();
      },
    });

    world.ports.random.id();
    await world.ports.policies.read({ kind: 'directory' });
    world.ports.trail.write('{}');

    expect(calls).toEqual([
      { port: 'random', method: 'id', ordinal: 1 },
      { port: 'policies', method: 'read', ordinal: 2 },
      { port: 'trail', method: 'write', ordinal: 3 },
    ]);
  });

  test('never intercepts its tools', async () => {
    const world = memoryWorld({ intercept: () => expect.unreachable() });

    world.policies.put({ kind: 'profile', name: 'production' }, 'text');

    expect(await world.policies.read({ kind: 'profile', name: 'production' })).toEqual({
      parameter: '/sentinel/policies/production',
      version: 1,
      text: 'text',
    });
  });

  test('lets an interceptor answer something else', async () => {
    const world = memoryWorld({ intercept: async () => 'garbage' });

    expect(await world.ports.control.notBeforeMs()).toBe('garbage');
  });

  test.each<{ moment: FaultMoment; issued: number }>([
    { moment: 'before', issued: 0 },
    { moment: 'after', issued: 1 },
  ])('fails the n-th call $moment it is made', async ({ moment, issued }) => {
    const world = memoryWorld({ intercept: failCall(2, moment) });
    world.ports.clock.nowMs();

    const fault = world.ports.credentials.assume(ask);

    await expect(fault).rejects.toThrow(SentinelError);
    expect(world.credentials.issued()).toHaveLength(issued);
  });

  test.each(['clock.nowMs', 'random.id', 'trail.write'])('fails %s by throwing', (method) => {
    const { ports } = memoryWorld({ intercept: failMethod(method) });
    const calls: Readonly<Record<string, () => void>> = {
      'clock.nowMs': () => ports.clock.nowMs(),
      'random.id': () => ports.random.id(),
      'trail.write': () => ports.trail.write('{}'),
    };

    expect(() => calls[method]?.()).toThrow(SentinelError);
  });

  test('issues credentials whose secrets a search finds', async () => {
    const world = memoryWorld({ startMs: 1000 });

    const issued = await world.ports.credentials.assume(ask);

    expect(issued).toEqual({
      accessKeyId: 'ASIA0000000000000001',
      secretAccessKey: 'secret-canary-1',
      sessionToken: 'token-canary-1',
      expiresAtMs: 901_000,
    });
    expect(world.credentials.asked()).toEqual([ask]);
  });
});
