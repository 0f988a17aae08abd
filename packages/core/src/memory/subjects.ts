import type { Block, ProfileState, Subjects } from '../ports.ts';
import { isForgotten } from '../revocation/block-life.ts';

type Item = {
  epoch: number;
  readonly blocks: Map<string, Block>;
  /** Calls by window. */
  readonly counts: Map<number, number>;
};

/** Rate windows, blocks and epochs in maps. */
export function memorySubjects(): Subjects {
  const subjects = new Map<string, Item>();
  const profiles = new Map<string, Item>();
  return {
    count: async (subject, window) => {
      const item = itemOf(subjects, subject);
      const count = (item.counts.get(window) ?? 0) + 1;
      item.counts.set(window, count);
      return { ...stateOf(item), count };
    },
    read: async (subject) => stateOf(itemOf(subjects, subject)),
    readProfile: async (profile) => stateOf(itemOf(profiles, profile)),
    block: async (subject, revocation, block) =>
      raise(itemOf(subjects, subject), revocation, block),
    blockProfile: async (profile, revocation, untilMs) =>
      raise(itemOf(profiles, profile), revocation, { profile, untilMs }),
    unblock: async (subject, revocation, atMs) => lift(itemOf(subjects, subject), revocation, atMs),
    unblockProfile: async (profile, revocation, atMs) =>
      lift(itemOf(profiles, profile), revocation, atMs),
  };
}

function itemOf(items: Map<string, Item>, name: string): Item {
  const item = items.get(name) ?? { epoch: 0, blocks: new Map(), counts: new Map() };
  items.set(name, item);
  return item;
}

function stateOf(item: Item): ProfileState {
  return { epoch: item.epoch, blocks: new Map(item.blocks) };
}

function raise(item: Item, revocation: string, block: Block): void {
  if (item.blocks.has(revocation)) return;
  for (const [id, old] of item.blocks) if (isForgotten(old, block)) item.blocks.delete(id);
  item.blocks.set(revocation, block);
  item.epoch += 1;
}

/** What was lifted stays as a block that is over, so that it is not written again. */
function lift(item: Item, revocation: string, atMs: number): void {
  const block = item.blocks.get(revocation);
  if (block !== undefined && block.untilMs > atMs) {
    item.blocks.set(revocation, { ...block, untilMs: atMs });
  }
}
