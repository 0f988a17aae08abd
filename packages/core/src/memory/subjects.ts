import type { SubjectId } from '../identity/subject.ts';
import type { ProfileName } from '../policy/names.ts';
import type { Block, ProfileState, Subjects } from '../ports.ts';

export type MemorySubjects = Subjects & {
  /** Adds a block under a revocation's id and raises the subject's epoch. */
  block(subject: SubjectId, revocation: string, block: Block): void;
  /** Lifts one revocation's block; the epoch stays. */
  unblock(subject: SubjectId, revocation: string): void;
  blockProfile(profile: ProfileName, revocation: string, untilMs: number): void;
};

type Item = {
  epoch: number;
  readonly blocks: Map<string, Block>;
  /** Calls by window. */
  readonly counts: Map<number, number>;
};

/** Rate windows, blocks and epochs in maps. */
export function memorySubjects(): MemorySubjects {
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
    block: (subject, revocation, block) => raise(itemOf(subjects, subject), revocation, block),
    unblock: (subject, revocation) => {
      itemOf(subjects, subject).blocks.delete(revocation);
    },
    blockProfile: (profile, revocation, untilMs) =>
      raise(itemOf(profiles, profile), revocation, { profile, untilMs }),
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
  item.blocks.set(revocation, block);
  item.epoch += 1;
}
