import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { AppStack } from './app-stack.ts';
import type { Caller } from './call.ts';
import { type Percentiles, percentilesOf } from './percentiles.ts';
import { cpuMsOf } from './processes.ts';
import type { Kept } from './serve-stand-in.ts';
import { textOf } from './text-of.ts';

/** What a vend's calls take where no app makes them. Milliseconds. */
export type Alone = {
  /** The four rounds, one after another. */
  readonly rounds: Percentiles;
  /** CPU of the stand-ins, and of whoever asks them by bytes that are ready. */
  readonly standInCpuMs: number;
  readonly askerCpuMs: number;
  /** Answers that refuse, as they would not in a vend. */
  readonly refused: number;
};

/** The calls of a warm vend, in the order in which they go out. */
const rounds = [
  ['dynamodb', 'dynamodb'],
  ['dynamodb', 'dynamodb'],
  ['dynamodb', 'dynamodb', 'sts'],
  ['dynamodb', 'dynamodb'],
] as const;

/** Vends once, keeps what that asked of AWS, and asks the same again and again with fresh ids. */
export async function measureAlone(
  { app, caller }: { app: AppStack; caller: Caller },
  times: number,
): Promise<Alone> {
  const vended = await caller.call({
    who: { kind: 'engineer', nth: 0 },
    method: 'POST',
    path: '/',
    body: { profile: 'production', justification: 'to see its calls' },
  });
  const { AccessKeyId, Sentinel } = JSON.parse(vended.body);
  const asked = {
    dynamodb: (await app.kept('dynamodb')).slice(-8),
    sts: (await app.kept('sts')).slice(-1),
  };
  const agent = new Agent({ keepAlive: true });
  let refused = 0;
  const once = async (nth: number) => {
    const fresh = ({ body }: Kept) =>
      body
        .replaceAll(Sentinel.SessionId, nth.toString(16).padStart(16, 'a'))
        .replaceAll(AccessKeyId, `ASIB${String(nth).padStart(16, '0')}`);
    let next = 0;
    for (const round of rounds) {
      const calls = round.map((service) => {
        const kept = service === 'sts' ? asked.sts[0] : asked.dynamodb[next++];
        if (kept === undefined) throw new Error('a vend makes other calls than before');
        return send(app.urls[service], { ...kept, body: fresh(kept) }, agent);
      });
      refused += (await Promise.all(calls)).filter((status) => status !== 200).length;
    }
  };

  const warmUps = Math.ceil(times / 4);
  for (let nth = 0; nth < warmUps; nth += 1) await once(nth);
  refused = 0;
  const { dynamodb, sts } = await app.processes();
  const cpuBefore = cpuMsOf(dynamodb) + cpuMsOf(sts);
  const ownBefore = process.cpuUsage();
  const taken: number[] = [];
  for (let nth = 0; nth < times; nth += 1) {
    const since = performance.now();
    await once(warmUps + nth);
    taken.push(performance.now() - since);
  }
  const { user, system } = process.cpuUsage(ownBefore);
  agent.destroy();
  return {
    rounds: percentilesOf(taken),
    standInCpuMs: (cpuMsOf(dynamodb) + cpuMsOf(sts) - cpuBefore) / times,
    askerCpuMs: (user + system) / 1000 / times,
    refused,
  };
}

function send(url: string, { target, type, body }: Kept, agent: Agent): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const headers = {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    ...(target !== '' && { 'x-amz-target': target }),
  };
  const out = request(url, { method: 'POST', agent, headers }, (answer) => {
    textOf(answer).then(() => resolve(answer.statusCode ?? 0), reject);
  });
  out.on('error', reject);
  out.end(body);
  return promise;
}
