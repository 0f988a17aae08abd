import type { Ports, ProfileState } from './ports.ts';
import { type Refusal, reasons } from './reasons.ts';
import { mostBlocks } from './revocation/block-life.ts';
import type { RevocationTarget } from './revocation/revocation.ts';
import { together } from './together.ts';

/**
 * Whether one more block may stand on everything that a revocation is about: `undefined` if so. Blocks made at the
 * same time may pass the bound by a few, which does no harm: an item has room for thousands.
 */
export async function roomForBlock(
  target: RevocationTarget,
  world: Pick<Ports, 'subjects' | 'clock'>,
): Promise<Refusal | undefined> {
  const states = await together(statesOf(target, world));
  const nowMs = world.clock.nowMs();
  const full = states.find(({ blocks }) => standing(blocks, nowMs) >= mostBlocks);
  return full === undefined ? undefined : reasons.tooManyBlocks(full.name, mostBlocks);
}

type Named = Pick<ProfileState, 'blocks'> & { readonly name: string };

function statesOf(
  target: RevocationTarget,
  { subjects }: Pick<Ports, 'subjects'>,
): readonly Promise<Named>[] {
  switch (target.kind) {
    case 'profile':
      return [named(target.profile, subjects.readProfile(target.profile))];
    case 'subject':
      return target.subjects.map((subject) => named(subject, subjects.read(subject)));
    case 'session':
      return [named(target.subject, subjects.read(target.subject))];
  }
}

async function named(name: string, read: Promise<ProfileState>): Promise<Named> {
  const { blocks } = await read;
  return { name, blocks };
}

function standing(blocks: ProfileState['blocks'], nowMs: number): number {
  return [...blocks.values()].filter(({ untilMs }) => untilMs > nowMs).length;
}
