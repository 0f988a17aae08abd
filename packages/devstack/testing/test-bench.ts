/** What the tests of all stand-ins share: a clock that stands, and clients that live in its time. */
import type { Clock } from '@sentinel/core/ports';
import type { SessionKeys } from '../src/iam/entities.ts';
import { createIam, type Iam } from '../src/iam/iam.ts';

export const region = 'eu-west-1';
export const hub = '111122223333';
export const startMs = Date.parse('2026-01-25T14:30:00.000Z');

export type TestClock = Clock & { advance(ms: number): void };

export function testClock(): TestClock {
  let nowMs = startMs;
  return {
    nowMs: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
  };
}

export type Keys = Pick<SessionKeys, 'accessKeyId' | 'secretAccessKey'> & {
  readonly sessionToken?: string;
};

/** Settings of an AWS SDK client that tries once and signs by the stand-ins' clock. */
export function clientSettings(url: string, keys: Keys, clock: Clock) {
  return {
    endpoint: url,
    region,
    credentials: keys,
    maxAttempts: 1,
    systemClockOffset: clock.nowMs() - Date.now(),
  };
}

/** One statement as a policy document. */
export function policy(...statements: readonly object[]) {
  return { Version: '2012-10-17', Statement: statements };
}

export const allowAll = policy({ Effect: 'Allow', Action: '*', Resource: '*' });

/** An account with one user, who may do what `policies` say. */
export function iamWithUser(policies: readonly unknown[]): { iam: Iam; keys: Keys } {
  const iam = createIam();
  const user = iam.addUser({ accountId: hub, name: 'alice', policies });
  return { iam, keys: iam.addAccessKey(user.arn) };
}

/** The name and message of what a call was refused with; fails if it was not. */
export async function refusalOf(call: Promise<unknown>): Promise<Error> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('the call was not refused');
}
