import { type Code, isRefusal, type Refusal } from '@sentinel/core/reasons';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** A state machine, and what its suite must know of it. */
export type Machine<State extends Versioned, Event> = {
  readonly transition: (state: State, event: Event, nowMs: number) => State | Refusal;
  /** Every state that can be stored. */
  readonly states: fc.Arbitrary<State>;
  readonly events: fc.Arbitrary<Event>;
  /** Around the times of `states`, milliseconds since the epoch. */
  readonly times: fc.Arbitrary<number>;
  /** What a refusal calls the state; `undefined` where it is open. */
  readonly closedAs: (state: State, nowMs: number) => string | undefined;
  /** Members that an event may change, beside `version`, `lastChange` and `keyed`. */
  readonly touches: (event: Event) => readonly (keyof State)[];
  /** When something last happened to it. */
  readonly momentOf: (state: State) => number;
  /** How it refuses; `CONFLICT` and `FORBIDDEN` if left out. */
  readonly codes?: readonly Code[];
};

type Versioned = { readonly version: number; readonly lastChange: string };

const always: readonly string[] = ['version', 'lastChange', 'keyed'];

/** What every state machine must do; a class of tests for all of them. */
export function transitionContract<State extends Versioned, Event>(
  name: string,
  machine: Machine<State, Event>,
): void {
  const { transition, states, events, times, closedAs, touches, momentOf } = machine;
  const { codes = ['CONFLICT', 'FORBIDDEN'] } = machine;
  const holds = (law: (state: State, event: Event, nowMs: number) => void) =>
    fc.assert(fc.property(states, events, times, law), { numRuns: 500 });
  const changed = (state: State, event: Event, nowMs: number) => {
    const after = transition(state, event, nowMs);
    return isRefusal(after) ? undefined : after;
  };

  describe(`transitions: ${name}`, () => {
    test('some are made, and some are refused', () => {
      const results = fc
        .sample(fc.tuple(states, events, times), 500)
        .map(([state, event, nowMs]) => changed(state, event, nowMs) !== undefined);

      expect(new Set(results)).toEqual(new Set([true, false]));
    });

    test('a closed state stays closed, and the refusal names it', () => {
      holds((state, event, nowMs) => {
        const closed = closedAs(state, nowMs);
        if (closed === undefined) return;

        const after = transition(state, event, nowMs);

        expect(after).toMatchObject({ code: 'CONFLICT' });
        expect(isRefusal(after) && after.message).toContain(`\`${closed}\``);
      });
    });

    test('what is refused is refused in one line, for what the state is or who asks', () => {
      holds((state, event, nowMs) => {
        const after = transition(state, event, nowMs);
        if (!isRefusal(after)) return;

        expect(codes).toContain(after.code);
        expect(after.message).toMatch(/^[^A-Z\n][^\n]*[^.\n]$/);
      });
    });

    test('the version rises by exactly one', () => {
      holds((state, event, nowMs) => {
        const after = changed(state, event, nowMs);

        if (after !== undefined) expect(after.version).toBe(state.version + 1);
      });
    });

    test('nothing changes but what the event may touch', () => {
      holds((state, event, nowMs) => {
        const after = changed(state, event, nowMs);
        if (after === undefined) return;
        const free = [...always, ...touches(event).map(String)];
        const rest = (whole: State) => Object.entries(whole).filter(([key]) => !free.includes(key));

        expect(Object.fromEntries(rest(after))).toEqual(Object.fromEntries(rest(state)));
      });
    });

    test('time never goes back, whatever the clock says', () => {
      holds((state, event, nowMs) => {
        const after = changed(state, event, nowMs);

        if (after !== undefined) {
          expect(momentOf(after)).toBeGreaterThanOrEqual(Math.max(nowMs, momentOf(state)));
        }
      });
    });

    test('the same always leads to the same, and what it is made from stays', () => {
      holds((state, event, nowMs) => {
        const [stateBefore, eventBefore] = [structuredClone(state), structuredClone(event)];

        expect(transition(state, event, nowMs)).toEqual(transition(state, event, nowMs));

        expect([state, event]).toEqual([stateBefore, eventBefore]);
      });
    });
  });
}
