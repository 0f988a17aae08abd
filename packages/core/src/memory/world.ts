import type { Ports, Random, Subjects, Timer } from '../ports.ts';
import { type MemoryBreakGlass, memoryBreakGlass } from './break-glass.ts';
import { type MemoryClock, memoryClock } from './clock.ts';
import { type MemoryControl, memoryControl } from './control.ts';
import { type MemoryCredentials, memoryCredentials } from './credentials.ts';
import { type Intercept, intercepted } from './intercept.ts';
import { type MemoryPolicies, memoryPolicies } from './policies.ts';
import { memoryRandom } from './random.ts';
import { type MemoryRequests, memoryRequests } from './requests.ts';
import { type MemoryRevocations, memoryRevocations } from './revocations.ts';
import { type MemorySessions, memorySessions } from './sessions.ts';
import { memorySubjects } from './subjects.ts';
import { memoryTimer } from './timer.ts';
import { type MemoryTrail, memoryTrail } from './trail.ts';

/** The twins with their tools, whose calls are never intercepted, and the ports for the code under test. */
export type MemoryWorld = {
  readonly policies: MemoryPolicies;
  readonly subjects: Subjects;
  readonly sessions: MemorySessions;
  readonly requests: MemoryRequests;
  readonly breakGlass: MemoryBreakGlass;
  readonly revocations: MemoryRevocations;
  readonly credentials: MemoryCredentials;
  readonly trail: MemoryTrail;
  readonly control: MemoryControl;
  readonly clock: MemoryClock;
  readonly random: Random;
  readonly timer: Timer;
  /** Every call of these goes through `intercept`. */
  readonly ports: Ports;
};

export type MemoryWorldOptions = {
  /** Milliseconds since the epoch; 2026-01-25T14:30:00Z if left out. */
  readonly startMs?: number;
  readonly intercept?: Intercept;
};

/** Everything outside the core, in memory and empty. */
export function memoryWorld(options: MemoryWorldOptions = {}): MemoryWorld {
  const clock = memoryClock(options.startMs ?? Date.UTC(2026, 0, 25, 14, 30));
  const world = {
    policies: memoryPolicies(),
    subjects: memorySubjects(),
    sessions: memorySessions(),
    requests: memoryRequests(),
    breakGlass: memoryBreakGlass(),
    revocations: memoryRevocations(),
    credentials: memoryCredentials(clock),
    trail: memoryTrail(),
    control: memoryControl(),
    clock,
    random: memoryRandom(),
    timer: memoryTimer(clock),
  };
  const intercept = options.intercept ?? ((_call, proceed) => proceed());
  return { ...world, ports: intercepted<Ports>({ ...world }, intercept) };
}
