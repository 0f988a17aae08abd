import fc from 'fast-check';
import type { RawConditions, RawDates, RawEffect, RawSubjectSet, RawTime } from './raw.ts';

/** Few names, so that documents and facts meet. */
export const subjects = [
  'alice@example.com',
  'bob@example.com',
  'iam/alice',
  'role/ci-deploy',
  '222233334444:iam/alice',
  '222233334444:role/ci-deploy',
] as const;
export const groups = ['engineering', 'oncall', 'release', 'security', 'sre-leads'] as const;
export const profiles = ['production', 'prod-eu', 'staging', 'p', 'payments_2'] as const;
export const tickets = ['', 'OPS-1', 'OPS-22', 'ops-1', 'SEC/7', 'SEC:7', 'SEC-', 'X'] as const;

/** Zones with odd offsets, odd changes, changes at midnight, and none. */
export const zones = [
  'UTC',
  'Europe/Berlin',
  'Europe/Dublin',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'America/Santiago',
  'America/Nuuk',
  'Atlantic/Azores',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Antarctica/Troll',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Pacific/Marquesas',
] as const;

const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
/** Around changes of clocks, of the year, and of a leap year's February. */
export const days = [
  '2026-03-08',
  '2026-03-28',
  '2026-03-29',
  '2026-04-05',
  '2026-10-24',
  '2026-10-25',
  '2026-11-01',
  '2026-12-31',
  '2027-01-01',
  '2028-02-28',
  '2028-02-29',
  '2028-03-01',
] as const;
const profileGlobs = ['*', 'prod*', '*-eu', 'p?o*', '?', 'stag?ng', 'production', '**s*_?', 'x*'];
const ticketGlobs = ['*', 'OPS-*', 'OPS-?', 'SEC/*', 'SEC?7', 'SEC-*', '?', '*-1', 'S*7'];
const fixedHours = [
  '00:00',
  '00:01',
  '01:00',
  '02:00',
  '02:30',
  '03:00',
  '12:00',
  '22:00',
  '23:59',
];

/** Conditions of every kind, one to four at once, `not` up to three deep. */
export const anyConditions: fc.Arbitrary<RawConditions> = conditionsOfDepth(3);

/**
 * Conditions under which whoever gives no justification gains nothing: it is asked for by what permits, and inside
 * `not` by what denies; else it is left out. What asks for approval with no permission behind it may do as it likes.
 */
export function withoutOmission(written: RawConditions, effect: RawEffect): RawConditions {
  if (effect === 'require_approval') return written;
  const { justification, not, ...others } = written;
  const opposite = effect === 'deny' ? 'allow' : 'deny';
  const kept = {
    ...others,
    ...(justification !== undefined && effect !== 'deny' && { justification }),
    ...(not !== undefined && { not: withoutOmission(not, opposite) }),
  };
  return Object.keys(kept).length === 0 ? { any: true } : kept;
}

/** Some users, some groups, or both. */
export const subjectSet: fc.Arbitrary<RawSubjectSet> = fc.oneof(
  fc.record({ groups: some(groups) }),
  fc.record({ users: some(subjects) }),
  fc.record({ users: some(subjects), groups: some(groups) }),
);

/** One to three of these, in any order. */
export function some<T>(of: readonly T[]): fc.Arbitrary<T[]> {
  return fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: 3 });
}

function conditionsOfDepth(depth: number): fc.Arbitrary<RawConditions> {
  const kinds: fc.WeightedArbitrary<RawConditions>[] = [
    { weight: 2, arbitrary: fc.constant({ any: true }) },
    { weight: 2, arbitrary: fc.record({ users: some(subjects) }) },
    { weight: 3, arbitrary: fc.record({ groups: some(groups) }) },
    { weight: 1, arbitrary: fc.record({ profiles: some(profileGlobs) }) },
    { weight: 5, arbitrary: fc.record({ time: anyTime() }) },
    { weight: 2, arbitrary: fc.record({ dates: anyDates() }) },
    { weight: 1, arbitrary: fc.constant({ mode: ['server'] }) },
    { weight: 2, arbitrary: fc.record({ justification: anyJustification() }) },
  ];
  if (depth > 0) {
    kinds.push({ weight: 3, arbitrary: fc.record({ not: conditionsOfDepth(depth - 1) }) });
  }
  return fc
    .array(fc.oneof(...kinds), { minLength: 1, maxLength: 4, size: 'small' })
    .map((several) => Object.assign({}, ...several.slice(0, 1 + (several.length % 3))));
}

function anyTime(): fc.Arbitrary<RawTime> {
  const start = fc.oneof(fc.constantFrom(...fixedHours), anyMinute());
  const hours = fc
    .record({ start, end: fc.oneof(start, fc.constant('24:00')) })
    .filter(({ start, end }) => start !== end);
  return fc.oneof(
    fc.record({ days: some(weekdays), hours, timezone: fc.constantFrom(...zones) }),
    fc.record({ hours, timezone: fc.constantFrom(...zones) }),
    fc.record({ days: some(weekdays), timezone: fc.constantFrom(...zones) }),
  );
}

function anyMinute(): fc.Arbitrary<string> {
  return fc
    .nat(1439)
    .map((minute) => [Math.floor(minute / 60), minute % 60])
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
}

function anyDates(): fc.Arbitrary<RawDates> {
  const day = fc.constantFrom(...days);
  const ends = fc.tuple(day, day).map(([one, other]) => [one, other].sort());
  const both = ends.map(([from = '', until = '']) => ({ from, until }));
  const written = fc.oneof(both, fc.record({ from: day }), fc.record({ until: day }));
  return fc
    .tuple(written, fc.option(fc.constantFrom(...zones), { nil: undefined }))
    .map(([dates, timezone]) => (timezone === undefined ? dates : { ...dates, timezone }));
}

function anyJustification(): fc.Arbitrary<Required<RawConditions>['justification']> {
  return fc.oneof(
    fc.constant({ required: true } as const),
    fc.record({ required: fc.constant<true>(true), tickets: some(ticketGlobs) }),
  );
}
