/** A gateway with two callers, a fixed clock and a handler that notes its events. */
import { onTestFinished } from 'vitest';
import type { PayloadEvent } from '../src/gateway/payload-event.ts';
import type { Principal } from '../src/gateway/principal.ts';
import type { GatewayRefusal } from '../src/gateway/respond.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../src/gateway/start-gateway.ts';
import { now, region, session, user } from './callers.ts';
import { type Answer, type Call, type SignedCall, signedFetch } from './signers.ts';

const principals = new Map<string, Principal>([
  [
    user.accessKeyId,
    {
      ...user,
      accountId: '111122223333',
      userArn: 'arn:aws:iam::111122223333:user/alice',
      userId: 'AIDACKCEVSQ6C2EXAMPLE',
      principalOrgId: 'o-a1b2c3d4e5',
    },
  ],
  [
    session.accessKeyId,
    {
      ...session,
      accountId: '444455556666',
      userArn: 'arn:aws:sts::444455556666:assumed-role/Engineer/bob',
      userId: 'AROACKCEVSQ6C2EXAMPLE:bob',
    },
  ],
]);

export type Recording = Gateway & {
  readonly events: readonly PayloadEvent[];
  readonly refusals: readonly GatewayRefusal[];
  readonly failures: readonly unknown[];
  /** Signed for this gateway by `user`, now, unless told otherwise. `target` goes out as it is. */
  call(target: string, call?: Call & Partial<SignedCall>): Promise<Answer>;
};

/** Starts one that closes with the test that calls this. */
export async function startForTest(options: Partial<GatewayOptions> = {}): Promise<Recording> {
  const gateway = await startRecording(options);
  onTestFinished(() => gateway.close());
  return gateway;
}

export async function startRecording(options: Partial<GatewayOptions> = {}): Promise<Recording> {
  const events: PayloadEvent[] = [];
  const refusals: GatewayRefusal[] = [];
  const failures: unknown[] = [];
  const gateway = await startGateway({
    handler: async (event) => {
      events.push(event);
      return { statusCode: 200, body: 'ok' };
    },
    findPrincipal: (accessKeyId) => principals.get(accessKeyId),
    region,
    accountId: '999988887777',
    apiId: 'a1b2c3d4e5',
    clock: { nowMs: () => now.getTime() },
    onRefused: (refusal) => refusals.push(refusal),
    onFailed: (failure) => failures.push(failure),
    ...options,
  });
  return {
    ...gateway,
    events,
    refusals,
    failures,
    call: (target, call) =>
      signedFetch(`${gateway.url}${target}`, {
        credentials: user,
        region,
        service: 'execute-api',
        now,
        ...call,
      }),
  };
}
