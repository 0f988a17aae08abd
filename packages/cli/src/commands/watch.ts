import type { CommandContext } from '../context.ts';
import { visible, visibleJson } from '../output/visible.ts';
import { reportRefusal } from '../refusal.ts';
import type { Reply, TvmClient } from '../tvm-client.ts';
import { isPassing, pollPauseMs } from './poll.ts';

type Watched<Item> = {
  readonly read: () => Promise<Reply<readonly Item[]>>;
  /** As text or CSV; what comes after the first has no head. */
  readonly show: (items: readonly Item[], isFirst: boolean) => string;
  readonly client: Pick<TvmClient, 'whoami'>;
  readonly context: Pick<
    CommandContext,
    'stdout' | 'stderr' | 'sleep' | 'chance' | 'interrupts' | 'settings'
  >;
};

/**
 * Prints what there is, and every 5 s what is new or has changed since, until Ctrl-C, which is no failure. A server
 * that is away for a while is waited for. The exit code.
 */
export async function watch<Item extends { readonly id: string }>(
  parts: Watched<Item>,
): Promise<number> {
  const { context, client } = parts;
  const interrupts = context.interrupts();
  const known = new Map<string, string>();
  let isFirst = true;
  let isAway = false;
  try {
    while (!interrupts.signal.aborted) {
      const reply = await parts.read();
      if (!reply.ok && (isFirst || !isPassing(reply))) return reportRefusal(reply, client, context);
      if (reply.ok) {
        const changed = reply.answer.filter((item) => known.get(item.id) !== JSON.stringify(item));
        for (const item of changed) known.set(item.id, JSON.stringify(item));
        if (isFirst || changed.length > 0) context.stdout(shown(changed, isFirst, parts));
        isFirst = false;
      } else if (!isAway) {
        context.stderr(`sentinel: still watching: ${visible(reply.message)}\n`);
      }
      isAway = !reply.ok;
      await context.sleep(pauseMs(reply, context.chance()), interrupts.signal);
    }
    return 0;
  } finally {
    interrupts.release();
  }
}

function shown<Item>(items: readonly Item[], isFirst: boolean, parts: Watched<Item>): string {
  if (parts.context.settings.output !== 'json') return parts.show(items, isFirst);
  return items.map((item) => `${visibleJson(JSON.stringify(item))}\n`).join('');
}

function pauseMs(reply: Reply<unknown>, chance: number): number {
  const askedMs = reply.ok ? 0 : (reply.retryAfterSeconds ?? 0) * 1_000;
  return Math.max(pollPauseMs(0, chance), askedMs);
}
