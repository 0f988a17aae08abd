import type { Admitted } from './admit.ts';
import type { BreakGlassEvent, EventId } from './break-glass/event.ts';
import type { Guard } from './break-glass/guard.ts';
import { together } from './together.ts';
import type { World } from './world.ts';

/** An event, and the guard of the person who opened it. */
export type FoundEvent = {
  readonly event: BreakGlassEvent;
  readonly guard: Guard;
  /** Whether the event's own item is not as the guard has it. */
  readonly isBehind: boolean;
};

/**
 * Finds an event by its id, as its guard has it. The caller's own guard is asked too: whoever opened it may have died
 * before the event's own item was written.
 */
export async function findEvent(
  id: string,
  { caller }: Admitted,
  world: World,
): Promise<FoundEvent | undefined> {
  const [item, own] = await together([
    () => world.breakGlass.locate(id as EventId), // the rim's schema has checked its shape
    () => world.breakGlass.guard(caller.person),
  ]);
  const isOwn = item === undefined || item.person === own.person;
  const guard = isOwn ? own : await world.breakGlass.guard(item.person);
  const event = guard.events.find((each) => each.id === id) ?? item;
  return event && { event, guard, isBehind: event.version !== item?.version };
}
