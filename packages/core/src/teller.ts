import { asciiLine } from './audit/line.ts';
import { metricLine } from './audit/metric.ts';
import type { NotifierPorts } from './notifier-ports.ts';
import type { Told } from './notify/told.ts';
import type { Channel } from './policy/document.ts';
import { isGroupName } from './policy/names.ts';
import type { Parsed } from './policy/parse.ts';
import { createShelf } from './policy/shelf.ts';
import type { Sha256 } from './ports.ts';
import { type TellWorld, tell } from './tell.ts';

/** One record of the table's stream, as far as people are told of it. */
export type Change = {
  /** Its place in the stream. */
  readonly sequence: string;
  /** The item that changed: what is told of one item is told in its order. */
  readonly item: string;
  /** What is told of it; a text says why it cannot be read. */
  readonly told: readonly Told[] | string;
};

/** Tells what came; the places of those changes of which somebody could not be told. */
export type Teller = (changes: readonly Change[], untilMs: number) => Promise<readonly string[]>;

/** How long a channel's document may be used after it was read. */
const channelLifeMs = 30_000;

/** Deliveries that are remembered, so that a batch that comes again tells nobody twice. */
const maxDelivered = 2000;

/** A teller of one function instance. It throws nothing: what failed is among its answer, and why is in the log. */
export function createTeller(ports: NotifierPorts, sha256: Sha256): Teller {
  const { clock, trail, channels } = ports;
  const world: TellWorld = {
    ...ports,
    channels: createShelf(
      async (name) => (isGroupName(name) ? channels.read(name) : undefined),
      parseChannel,
      { clock, sha256, lifeMs: channelLifeMs, onNote: () => undefined },
    ),
    delivered: lastOf(maxDelivered),
  };

  return async (changes, untilMs) => {
    const items = Map.groupBy(changes, ({ item }) => item);
    const failed = await Promise.all([...items.values()].map((own) => tellInOrder(own, untilMs)));
    return failed.flat();
  };

  /** The first that fails stops those after it: an approval must not be told before its request. */
  async function tellInOrder(
    changes: readonly Change[],
    untilMs: number,
  ): Promise<readonly string[]> {
    for (const [at, change] of changes.entries()) {
      if (!(await tellChange(change, untilMs))) {
        return changes.slice(at).map(({ sequence }) => sequence);
      }
    }
    return [];
  }

  async function tellChange({ sequence, told }: Change, untilMs: number): Promise<boolean> {
    if (typeof told === 'string') {
      const detail = `the record ${sequence} cannot be read: ${told}`;
      trail.write(asciiLine({ level: 'error', event: 'not_notified', detail }));
      trail.write(metricLine({ name: 'NotificationFailed', detail }, clock.nowMs()));
      return false;
    }
    for (const each of told) if (!(await tell(each, untilMs, world))) return false;
    return true;
  }
}

/** What is wrong is told by its place alone: a quoted value would be an address or a key. */
async function parseChannel(text: string): Promise<Parsed<Channel>> {
  const parsed = (await import('./policy/parse.ts')).parseChannel(text);
  if (parsed.ok) return parsed;
  const problems = parsed.problems.map(({ line, column }) => ({
    line,
    column,
    path: '',
    message: 'not as a channel is written',
  }));
  return { ok: false, problems };
}

/** Remembers the last so many. */
function lastOf(most: number): TellWorld['delivered'] {
  const kept = new Set<string>();
  return {
    has: (delivery) => kept.has(delivery),
    add: (delivery) => {
      kept.add(delivery);
      for (const oldest of kept) {
        if (kept.size <= most) break;
        kept.delete(oldest);
      }
    },
  };
}
