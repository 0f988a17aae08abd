import type { BreakGlassEvent } from './break-glass/event.ts';
import type { Guard } from './break-glass/guard.ts';
import { failureOf } from './failure.ts';
import type { BreakGlasses } from './ports.ts';
import { together } from './together.ts';
import type { Call, World } from './world.ts';

/**
 * Writes the events' own items as the guard has them: after every change of a guard, and once more by whoever finds
 * that somebody who changed it died before. What is newer there stays.
 */
export async function completeGuard(
  guard: Pick<Guard, 'events'>,
  ports: { readonly breakGlass: Pick<BreakGlasses, 'putEvent'> },
): Promise<void> {
  await together(guard.events.map((event) => () => ports.breakGlass.putEvent(event)));
}

/**
 * The same, after a change that stands whatever becomes of this: a failure is told to operators, and the next who
 * reads the guard makes up for it.
 */
export async function completeOrExplain(
  call: Call,
  events: readonly BreakGlassEvent[],
  world: World,
): Promise<void> {
  try {
    await call.story.timed('items', () => completeGuard({ events }, world));
  } catch (error) {
    call.story.explain(failureOf(error));
  }
}

/** The events of a guard that are not as they were before. */
export function eventsChanged(
  before: Pick<Guard, 'events'> | undefined,
  { events }: Pick<Guard, 'events'>,
): readonly BreakGlassEvent[] {
  const known = new Map(before?.events.map((event) => [event.id, event]));
  return events.filter(({ id, version, sessionIds }) => {
    const earlier = known.get(id);
    return earlier?.version !== version || earlier.sessionIds.length !== sessionIds.length;
  });
}
