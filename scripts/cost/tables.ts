import { table } from '../reference/markdown.ts';
import { assumed } from './assumed.ts';
import {
  type Ceiling,
  ceilingsOf,
  coldStartsAtOnce,
  limitPages,
  renewalSeconds,
} from './ceilings.ts';
import type { Work } from './count-work.ts';
import { type Measured, type Part, partsOf, totalOf, unitsOf } from './month.ts';
import { costOf, listed, prices } from './prices.ts';

/** Vends a month, of which the tables tell. */
const volumes = [100_000, 1_000_000, 10_000_000] as const;

/** The part of the page that is made: what is counted, what it costs, and where it ends. */
export function costTables(measured: Measured): string {
  return [
    '### What a call does',
    workTable(measured),
    '### What a month costs',
    `US dollars in ${listed.region} by list prices of ${listed.asOf}, no free tier, with tables and logs as full as they get.`,
    monthTable(measured),
    '### What lowers each part',
    lowersTable(measured),
    '### Prices',
    priceTable(),
    '### What is assumed',
    table(
      ['Number', 'What'],
      Object.values(assumed).map(({ value, unit, says }) => [`${value}${unit}`, says]),
    ),
    '### Ceilings',
    ceilingTable(measured),
    `Instances that start in the same second: ${coldStartsAtOnce(measured)}, before Parameter Store turns a read away; each reads ${measured.works.first.calls.ssm} documents. A read is tried twice within 5 s.`,
    '### Clients that stay',
    clientTable(measured),
    '### How near a month comes',
    nearTable(measured),
    '### Limits',
    limitPages.map((page) => `- <${page}>`).join('\n'),
  ].join('\n\n');
}

function workTable({ works, durations }: Measured): string {
  const row = (name: string, work: Work, ms: number) => [
    name,
    work.calls.dynamodb,
    unitsOf(work.uses, 'write'),
    unitsOf(
      work.uses.filter(({ place }) => place !== 'table'),
      'write',
    ),
    unitsOf(work.uses, 'read'),
    work.calls.sts,
    work.calls.ssm,
    work.lineBytes.toLocaleString('en-US'),
    ms.toFixed(0),
  ];
  return table(
    [
      'Call',
      'DynamoDB calls',
      'write units',
      'of these in indexes',
      'read units',
      'STS',
      'SSM',
      'bytes of log lines',
      'ms on Lambda',
    ],
    [
      row('vend that opens a session', works.opening, durations.opening),
      row('vend that renews one', works.renewal, durations.renewal),
      row('end of a session', works.ending, durations.ending),
      row('first vend of an instance', works.first, durations.first),
    ],
  );
}

function monthTable(measured: Measured): string {
  const months = volumes.map((vends) => partsOf(vends, measured));
  const rows = (months[0] ?? []).map((part, nth) => [
    part.name,
    ...months.map((parts) => dollars(parts[nth])),
  ]);
  return table(
    ['Part', ...volumes.map((vends) => `${vends.toLocaleString('en-US')} vends`)],
    [
      ...rows,
      ['**All**', ...months.map((parts) => `**${totalOf(parts).toFixed(2)}**`)],
      [
        'a thousand vends',
        ...months.map((parts, nth) => ((totalOf(parts) / (volumes[nth] ?? 1)) * 1000).toFixed(4)),
      ],
    ],
  );
}

function lowersTable(measured: Measured): string {
  return table(
    ['Part', 'Less by'],
    partsOf(volumes[0], measured).map(({ name, lowers }) => [name, lowers]),
  );
}

function priceTable(): string {
  return table(
    ['US dollars', 'for', 'Listed at'],
    Object.values(prices).map(({ usd, per, unit, page }) => [
      String(usd),
      per === 1 ? `1 ${unit}` : `${per.toLocaleString('en-US')} ${unit}`,
      `<${page}>`,
    ]),
  );
}

function ceilingTable(measured: Measured): string {
  return table(
    ['What', 'Vends a second', 'Of', 'By', 'Lifted by'],
    ceilingsOf(measured).map(({ what, perSecond, of, formula, lifts }) => [
      what,
      Math.floor(perSecond).toLocaleString('en-US'),
      of,
      formula,
      lifts,
    ]),
  );
}

const lives = [3600, 1800, 900] as const;

function clientTable(measured: Measured): string {
  const lowest = lowestOf(measured);
  return table(
    [
      'Credentials live',
      'renewed every',
      'renewals a day',
      `clients at ${lowest.text} vends a second`,
    ],
    lives.map((life) => {
      const every = renewalSeconds(life);
      return [
        `${life / 60} min`,
        `${(every / 60).toFixed(1)} min`,
        ((24 * 3600) / every).toFixed(0),
        thousands(lowest.perSecond * every),
      ];
    }),
  );
}

function nearTable(measured: Measured): string {
  const lowest = lowestOf(measured);
  const sts = ceilingsOf(measured).find(({ what }) => what.startsWith('STS'));
  const share = (perSecond: number, of: number) => `${((100 * perSecond) / of).toFixed(1)} %`;
  return table(
    ['Vends a month', 'a second in the busiest hour', 'of the first ceiling', 'of STS'],
    volumes.map((vends) => {
      const perSecond = (vends * assumed.busiestHour.value) / 3600;
      return [
        vends.toLocaleString('en-US'),
        perSecond.toFixed(2),
        share(perSecond, lowest.perSecond),
        share(perSecond, sts?.perSecond ?? Number.NaN),
      ];
    }),
  );
}

/** The first ceiling that all vends meet together. */
function lowestOf(measured: Measured): Ceiling & { readonly text: string } {
  const [lowest] = ceilingsOf(measured).filter(({ of }) => of === 'all');
  if (lowest === undefined) throw new Error('there is no ceiling');
  return { ...lowest, text: Math.floor(lowest.perSecond).toLocaleString('en-US') };
}

function thousands(clients: number): string {
  return (Math.floor(clients / 1000) * 1000).toLocaleString('en-US');
}

function dollars(part: Part | undefined): string {
  return part === undefined ? '' : costOf(part.price, part.units).toFixed(2);
}
