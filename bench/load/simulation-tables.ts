import { number, type Table } from '../measure/table.ts';
import { assumptions, writtenDown } from './assumptions.ts';
import { type Numbers, numbers, peopleUntil, simulateDay } from './simulate.ts';

const crowds = [100, 1000, 10_000, 100_000] as const;

/** From here to a hundred thousand people, by reckoning alone. */
export function simulationTables(given: Numbers = numbers()): readonly Table[] {
  const days = crowds.map((people) => simulateDay(people, given));
  const [largest] = days.toReversed();
  const quotas = (largest?.uses ?? [])
    .map((use) => ({ ...use, people: peopleUntil(use.quota, given) }))
    .toSorted((one, other) => one.people - other.people);
  return [
    {
      title: 'Reckoned: the morning of so many people',
      columns: [
        'people',
        'calls/s',
        'vends/s',
        'instances at once',
        'cold starts a day',
        'most in a minute',
        'DynamoDB writes/s',
        'fullest quota',
      ],
      rows: days.map((day) => [
        number(day.people, 0),
        number(day.callsPerSecond),
        number(day.vendsPerSecond),
        number(day.concurrency, 0),
        number(day.coldStarts, 0),
        number(day.coldStartsPerMinute, 0),
        number(askedOf(day, 'a table that has seen no more'), 0),
        shareOf(day.uses[0]),
      ]),
      notes: [
        'The worst second of the worst minute. Not measured: a day of people is drawn from a seed, and what AWS does follows from the assumptions below.',
      ],
    },
    {
      title: 'Reckoned: where it ends',
      columns: ['quota', 'full with people', 'limit', 'asked by 100,000', 'lifted by'],
      rows: quotas.map(({ quota, people, limit, asked, lifts }) => [
        quota,
        Number.isFinite(people) ? number(people, 0) : 'more than 10 million',
        number(limit, 0),
        number(asked, 0),
        lifts,
      ]),
      notes: [
        'The first line is the first ceiling; each is lifted by what stands beside it, and then the next holds.',
      ],
    },
    {
      title: 'Reckoned: what is assumed',
      columns: ['number', 'what', 'from'],
      rows: Object.values(assumptions).map(({ value, unit, says, source }) => [
        `${number(value, value % 1 === 0 ? 0 : 1)}${unit === '/s' ? unit : ` ${unit}`}`.trim(),
        says,
        source,
      ]),
      notes: [
        `Limits of AWS were written down in ${writtenDown} by hand, not read from AWS: the pages beside them say what holds now.`,
      ],
    },
  ];
}

function askedOf(day: ReturnType<typeof simulateDay>, quota: string): number {
  return day.uses.find((use) => use.quota.includes(quota))?.asked ?? 0;
}

function shareOf(use: ReturnType<typeof simulateDay>['uses'][number] | undefined): string {
  if (use === undefined) return '';
  return `${use.quota}, ${number((100 * use.asked) / use.limit, 0)} %`;
}
