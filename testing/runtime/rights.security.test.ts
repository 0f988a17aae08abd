import { describe, expect, test } from 'vitest';
import { functionNames, type RightsBench, withBench } from './a-bench.ts';
import { works } from './all-works.ts';
import { lacksOf } from './each-right.ts';
import { askAndCancel, isLetIn, isOfUse, lift, revoke, vend } from './real-work.ts';
import { share } from './share.ts';

describe.each(functionNames)('SEC-24 a right of %s', (of) => {
  const bench = share<RightsBench>(withBench);

  test('SEC-24 is one of those that are enough', async () => {
    const { deniedBefore } = bench();
    deniedBefore();

    expect(await outcomeOf(works[of](bench()))).toBe('done');
    expect(deniedBefore()).toEqual([]);
    await lift(bench());
  });

  test.each(lacksOf(of))('SEC-24 is needed: $without', async ({ without, rights }) => {
    const { deniedBefore, setRights, restart } = bench();
    deniedBefore();
    setRights(of, rights);
    restart(of);

    const outcome = await outcomeOf(works[of](bench()));

    setRights(of);
    restart(of);
    const denied = deniedBefore();
    if (of === 'revoker') await lift(bench());
    const violation = `SECURITY VIOLATION: ${of} has ${without} for nothing, or nobody enforces it`;
    expect(outcome, violation).not.toBe('done');
    expect(denied, `it failed for another reason: ${outcome}`).not.toEqual([]);
  });
});

describe('SEC-24 a function without any right', () => {
  const bench = share<RightsBench>(withBench);

  test.each(functionNames)('SEC-24 is %s alone: the others do their work', async (broken) => {
    const { call, invoke, restart, setRights, stack, lastEvent } = bench();
    const [held, stolen] = [await vend(bench()), await vend(bench())];
    await askAndCancel(bench());
    const told = lastEvent('notifier');
    bench().spoil('revoker');
    await bench().cutShort(() => revoke(bench(), stolen).catch(() => undefined));
    await stack.revoker.mapping.settled();
    for (const of of functionNames) restart(of);
    setRights(broken, { Version: '2012-10-17', Statement: [nothing] });
    const before = stack.sns.messages().length;

    const does = {
      api: async () => (await call('alice', 'POST', '/', { profile: 'dev' })).status === 200,
      authorizer: () => isLetIn(bench(), held),
      revoker: async () => {
        await stack.revoker.tick().catch(() => undefined);
        return !isOfUse(bench(), stolen);
      },
      notifier: async () => {
        await invoke('notifier', told);
        return stack.sns.messages().length > before;
      },
    };
    const done = [];
    for (const of of functionNames) if (await does[of]()) done.push(of);

    setRights(broken);
    restart(broken);
    await lift(bench());
    expect(done).toEqual(functionNames.filter((of) => of !== broken));
  });
});

const nothing = { Sid: 'Nothing', Effect: 'Deny', Action: '*', Resource: '*' };

function outcomeOf(work: Promise<void>): Promise<string> {
  return work.then(
    () => 'done',
    ({ message }: Error) => message,
  );
}
