import type { SubjectId } from './identity/subject.ts';
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
  const states = await together(readsOf(target, world));
  const nowMs = world.clock.nowMs();
  const full = states.find(({ blocks }) => standing(blocks, nowMs) >= mostBlocks);
  return full === undefined ? undefined : reasons.tooManyBlocks(full.name, mostBlocks);
}

type Named = Pick<ProfileState, 'blocks'> & { readonly name: string };

function readsOf(
  target: RevocationTarget,
  { subjects }: Pick<Ports, 'subjects'>,
): readonly (() => Promise<Named>)[] {
  const ofSubject = (subject: SubjectId) => async () => ({
    name: subject,
    blocks: (await subjects.read(subject)).blocks,
  });
  switch (target.kind) {
    case 'profile': {
      const { profile } = target;
      return [
        async () => ({ name: profile, blocks: (await subjects.readProfile(profile)).blocks }),
      ];
    }
    case 'subject':
      return target.subjects.map(ofSubject);
    case 'session':
      return [ofSubject(target.subject)];
  }
}

function standing(blocks: ProfileState['blocks'], nowMs: number): number {
  return [...blocks.values()].filter(({ untilMs }) => untilMs > nowMs).length;
}
