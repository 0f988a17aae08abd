import { place, streamArn } from '@sentinel/devstack/stack/place';
import { recorder } from '@sentinel/devstack/streams/stream-record';
import type { FunctionName } from '@sentinel/tvm/infrastructure/rights';
import type { RightsBench } from './a-bench.ts';
import { askAndCancel, isLetIn, isOfUse, revoke, vend } from './real-work.ts';

type Work = (bench: RightsBench) => Promise<void>;

/** All that a function does for others; an error tells what was not done. */
export const works: Readonly<Record<FunctionName, Work>> = {
  api: async (bench) => {
    const before = bench.lines('api').length;
    await vend(bench);
    await vend(bench, 'hub');
    for (const target of ['/sessions', '/profiles', '/requests?view=to_approve']) {
      const { status, body } = await bench.call('bob', 'GET', target);
      must(status === 200, `${target}: ${body}`);
    }
    must(bench.lines('api').length > before, 'nothing is in its log');
  },
  authorizer: async (bench) => {
    const before = bench.lines('authorizer').length;
    must(await isLetIn(bench, await vend(bench)), 'a live session is not let in');
    must(bench.lines('authorizer').length > before, 'nothing is in its log');
  },
  revoker: async (bench) => {
    const before = bench.lines('revoker').length;
    await putAside(bench, 'revoker');
    must(bench.lines('revoker').length > before, 'nothing is in its log');
    const vended = await vend(bench);
    await bench.cutShort(() => revoke(bench, vended).catch(() => undefined));
    await bench.stack.revoker.mapping.settled();
    must(!isOfUse(bench, vended), 'what was revoked goes on');
    const { json } = await bench.call('erin', 'GET', '/revocations');
    must(Object(json)['items'][0].status === 'done', 'what was begun is not finished');
    const inHub = await vend(bench, 'hub');
    await revoke(bench, inHub);
    must(!isOfUse(bench, inHub), 'what was revoked goes on in the other account');
  },
  notifier: async (bench) => {
    const before = [bench.stack.sns.messages().length, bench.lines('notifier').length];
    await askAndCancel(bench);
    const told = [bench.stack.sns.messages().length, bench.lines('notifier').length];
    must(told[0] === Number(before[0]) + 2, 'nobody is told');
    await putAside(bench, 'notifier');
    must(Number(told[1]) > Number(before[1]), 'nothing is in its log');
  },
};

/** A record that cannot be handled, however often it is tried, is in the function's queue at last. */
async function putAside({ stack }: RightsBench, of: 'revoker' | 'notifier'): Promise<void> {
  const mapping = of === 'revoker' ? stack.revoker.mapping : stack.notifier;
  const before = mapping.deadLetters().length;
  const [pk, sk] = of === 'revoker' ? ['person#nobody', 'guard'] : ['subject#nobody', 'request#1'];
  const keys = { pk: { S: pk }, sk: { S: sk } };
  mapping.push(record({ table: place.table, keys, after: keys }));
  await mapping.settled();
  must(mapping.deadLetters().length > before, 'what cannot be handled is lost');
}

const record = recorder({ streamArn, region: place.region, nowMs: Date.now });

function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
