import { changeBreakGlass, type GlassChange } from '../src/change-break-glass.ts';
import type { SignedCaller } from '../src/identity/subject.ts';
import { type EventsInput, listBreakGlass, showBreakGlass } from '../src/list-break-glass.ts';
import type { Intercept } from '../src/memory/intercept.ts';
import type { MemoryWorld } from '../src/memory/world.ts';
import { openBreakGlass } from '../src/open-break-glass.ts';
import type { OpenInput } from '../src/plan-opening.ts';
import { isRefusal } from '../src/reasons.ts';
import type { World } from '../src/world.ts';
import { putRules } from './a-vend.ts';
import { alice, aWorld, calling, person } from './a-world.ts';

export const bob = person('bob@example.com');
export const carol = person('carol@example.com');

/** What a caller says, and by which idempotency key, if by any. */
export type Asking<T> = T & { readonly key?: string };

/**
 * Stores a profile that engineers get by an approval of carol's, and whose glass they may break. `glass`: further
 * members of the section; `rules`: rules before the one that asks for the approval.
 */
export function putGlass(outside: MemoryWorld, name: string, glass = '', rules = ''): void {
  putRules(
    outside,
    name,
    `${rules}  - { name: ask, effect: require_approval, conditions: { groups: [engineering] } }`,
    `approval: { approvers: { users: [carol@example.com] } }
break_glass:
  eligible: { groups: [engineering] }
  reason_codes: [incident, security]
${glass}`,
  );
}

/** A world with three profiles whose glass may be broken, and what a caller does there. */
export function aGlassWorld(intercept?: Intercept) {
  const { outside, world } = aWorld(intercept === undefined ? {} : { intercept });
  for (const name of ['production', 'staging', 'data']) putGlass(outside, name);
  return { outside, world, ...actsIn(world) };
}

/** Breaks the glass as the rim does; alice for `production`, unless told otherwise. */
export function actsIn(world: World) {
  return {
    open: ({ key, ...input }: Asking<Partial<OpenInput>> = {}, signer: SignedCaller = alice) =>
      calling(signer, world, (call) =>
        openBreakGlass(
          key === undefined ? call : { ...call, idempotencyKey: key },
          {
            profiles: ['production'],
            reason_code: 'incident',
            justification: 'the database is on fire and nobody answers',
            ...input,
          },
          world,
        ),
      ),
    change: ({ key, ...ask }: Asking<GlassChange>, signer: SignedCaller = alice) =>
      calling(signer, world, (call) =>
        changeBreakGlass(key === undefined ? call : { ...call, idempotencyKey: key }, ask, world),
      ),
    show: (id: string, signer: SignedCaller = alice) =>
      calling(signer, world, (call) => showBreakGlass(call, id, world)),
    list: (input: EventsInput = {}, signer: SignedCaller = alice) =>
      calling(signer, world, (call) => listBreakGlass(call, input, world)),
  };
}

/** The one event that an opening must have given. */
export function opened(result: Awaited<ReturnType<ReturnType<typeof actsIn>['open']>>) {
  if (isRefusal(result)) throw new Error(`${result.code}: ${result.message}`);
  const [shown] = result;
  if (shown === undefined) throw new Error('nothing was opened');
  return shown.event;
}
