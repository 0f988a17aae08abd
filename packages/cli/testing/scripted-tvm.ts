import type { VendAnswer } from '@sentinel/core/contract/vend';
import type { Reply, TvmClient, VendAsk } from '../src/tvm-client.ts';
import { no } from './vended.ts';

export type ScriptedTvm = {
  readonly client: TvmClient;
  readonly asks: readonly VendAsk[];
  readonly ended: readonly string[];
};

/** A server whose vends follow a script; every other route refuses. */
export function scriptedTvm(
  vend: (ask: VendAsk, nth: number) => Reply<VendAnswer>,
  endSession: TvmClient['endSession'] = async () => no('CONFLICT', 409),
): ScriptedTvm {
  const asks: VendAsk[] = [];
  const ended: string[] = [];
  const refuse = async () => no('NOT_FOUND', 404);
  return {
    asks,
    ended,
    client: {
      async vend(ask) {
        asks.push(ask);
        return vend(ask, asks.length);
      },
      async endSession(id, signal) {
        ended.push(id);
        return endSession(id, signal);
      },
      profiles: refuse,
      whoami: refuse,
      explain: refuse,
      sessions: refuse,
      session: refuse,
      health: refuse,
      call: refuse,
    },
  };
}
