import type { Cell, Row } from './kinds.ts';

/**
 * What may go wrong with a call of a port. `throttle` and `lost for good`: with every later one of its method, too.
 * `crash`: by an error that is not ours.
 */
export type PortFault =
  | 'throw'
  | 'throttle'
  | 'crash'
  | 'timeout'
  | 'lost reply'
  | 'lost for good'
  | 'slow'
  | 'stale'
  | 'garbled'
  | 'partial';

/** Sorts of methods, each with every kind. */
export const portMatrix = {
  /** Answers at once, and so throws. */
  immediate: {
    throw: { ways: ['throw', 'crash'] },
    throttle: { ways: ['throttle'] },
    timeout: none('it does not wait for anything'),
    slow: none('it does not wait for anything'),
    partial: none('an id has no half, and a line is written or the process ends'),
    garbage: none('whatever chance gives is an id; that a line is written is not answered'),
    stale: none('it reads nothing'),
    'lost reply': none('it answers by the same step that does it'),
  },
  read: rowOf({ stale: { ways: ['stale'] }, 'lost reply': none('a read leaves nothing behind') }),
  write: rowOf({}),
  /** A write whose answer says nothing, or is believed. */
  silent: rowOf({
    partial: none('its answer is nothing, or its being there: there is no half of it'),
    garbage: none('that it does nothing and says it did, nobody can tell: adapters must know'),
  }),
  /** A read that is believed: its adapter reads strictly, and fails over the wire in the same ways. */
  believed: rowOf({
    stale: { ways: ['stale'] },
    partial: none('half a list, key or session is one: adapters refuse it, as over the wire'),
    garbage: none('any bytes are a key, any answer no list: adapters refuse it, as over the wire'),
    'lost reply': none('a read leaves nothing behind'),
  }),
} as const satisfies Readonly<Record<string, Row<PortFault>>>;

export type Sort = keyof typeof portMatrix;

const immediate = /^(random\.id|trail\.write)$/;
const believed = /^(control\.pageTokenKey|sessions\.(activeOf|locate)|revocations\.find)$/;
const read =
  /^(control\.\w+|subjects\.(read|readProfile)|\w+\.(find|findKey|locate|activeOf|ofProfile|guard|since|list))$/;
const silent =
  /^(trail\.\w+|timer\.wait|sessions\.(open|putKey|revoke)|revocations\.change|breakGlass\.(putEvent|release)|subjects\.(un)?block\w*)$/;

/** Which sort a method is of, such as `sessions.find`. */
export function sortOf(method: string): Sort {
  if (immediate.test(method)) return 'immediate';
  if (believed.test(method)) return 'believed';
  if (read.test(method)) return 'read';
  return silent.test(method) ? 'silent' : 'write';
}

function rowOf(other: Partial<Row<PortFault>>): Row<PortFault> {
  return {
    throw: { ways: ['throw', 'crash'] },
    timeout: { ways: ['timeout'] },
    throttle: { ways: ['throttle'] },
    slow: { ways: ['slow'] },
    partial: { ways: ['partial'] },
    garbage: { ways: ['garbled'] },
    stale: none('it reads nothing: a write says what it has written, or that it failed'),
    'lost reply': { ways: ['lost reply', 'lost for good'] },
    ...other,
  };
}

function none(reason: string): Cell<never> {
  return { none: reason };
}
