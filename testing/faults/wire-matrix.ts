import type { Cell, Row } from './kinds.ts';

/** What may go wrong with one HTTP call to AWS. What each does, `wire-faults.ts` says. */
export type WireWay =
  | 'reset'
  | 'server error'
  | 'silence'
  | 'throttle'
  | 'slow'
  | 'late'
  | 'delayed'
  | 'half'
  | 'cut off'
  | 'empty'
  | 'holes'
  | 'short page'
  | 'page'
  | 'nonsense'
  | 'stale'
  | 'staler'
  | 'lost reply';

/** `for good`: it befalls every later call of the operation, too. */
export type Wire = WireWay | `${WireWay} for good`;

type Of = Cell<Wire>;

const ways = (first: Wire, ...more: readonly Wire[]): Of => ({ ways: [first, ...more] });
const none = (reason: string): Of => ({ none: reason });

const failing = {
  throw: ways('reset', 'server error for good'),
  timeout: ways('silence', 'silence for good'),
  throttle: ways('throttle', 'throttle for good'),
} as const;
const garbage = ways('page', 'nonsense');
const half = ['half', 'cut off', 'empty', 'holes'] as const;

const noTrace = none('a read leaves nothing behind: that its answer is lost is `throw`');
const says = none('it reads nothing of ours: a write says what it has written, or that it failed');
const cached = none(
  'a document is used for 30 s after it was read anyway: an older one is no news',
);

/** A consistent read of one item. That it is stale, AWS rules out; two of them stand behind each vend nevertheless. */
const read: Row<Wire> = {
  ...failing,
  slow: ways('slow for good'),
  partial: ways(...half),
  garbage,
  stale: ways('stale', 'staler'),
  'lost reply': noTrace,
};

const query: Row<Wire> = {
  ...read,
  partial: ways(...half, 'short page', 'short page for good'),
};

const write: Row<Wire> = {
  ...failing,
  slow: ways('slow for good', 'late', 'late for good', 'delayed'),
  partial: ways(...half),
  garbage,
  stale: says,
  'lost reply': ways('lost reply', 'lost reply for good'),
};

const parameter: Row<Wire> = { ...read, stale: cached };

const assume: Row<Wire> = {
  ...write,
  // Credentials that nobody waits for any more are what `late` gives.
  slow: ways('slow for good', 'late', 'late for good'),
};

/** Every operation of AWS that the functions call, each with every kind. */
export const wireMatrix = {
  GetItem: read,
  Query: query,
  UpdateItem: write,
  PutItem: write,
  GetParameter: parameter,
  GetParametersByPath: {
    ...parameter,
    partial: ways(...half, 'short page', 'short page for good'),
  },
  AssumeRole: assume,
  ListPolicyVersions: { ...query, stale: ways('stale') },
  GetPolicyVersion: {
    ...read,
    stale: none('a version never changes; that it is not there yet is `ListPolicyVersions`'),
  },
  CreatePolicyVersion: write,
  DeletePolicyVersion: write,
  Publish: write,
} as const satisfies Readonly<Record<string, Row<Wire>>>;

export type Operation = keyof typeof wireMatrix;

export function isOperation(name: string): name is Operation {
  return Object.hasOwn(wireMatrix, name);
}
