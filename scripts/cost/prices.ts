/** What AWS lists for one unit of something. */
export type Price = {
  /** US dollars for so many units. */
  readonly usd: number;
  readonly per: number;
  readonly unit: string;
  /** The page that lists it. */
  readonly page: string;
};

/** Where and when the prices were listed. They were written down by hand: check them before you rely on a sum. */
export const listed = { region: 'us-east-1', asOf: '2025-12' } as const;

const dynamodb = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';
const lambda = 'https://aws.amazon.com/lambda/pricing/';
const cloudwatch = 'https://aws.amazon.com/cloudwatch/pricing/';

/** Every unit price, without free tiers and without discounts. */
export const prices = {
  write: { usd: 0.625, per: 1e6, unit: 'write request units', page: dynamodb },
  read: { usd: 0.125, per: 1e6, unit: 'read request units', page: dynamodb },
  tableStorage: { usd: 0.25, per: 1, unit: 'GB and month in the table', page: dynamodb },
  recovery: { usd: 0.2, per: 1, unit: 'GB and month of recovery', page: dynamodb },
  lambdaTime: { usd: 0.0000133334, per: 1, unit: 'GB-second on arm64', page: lambda },
  lambdaCall: { usd: 0.2, per: 1e6, unit: 'invocations', page: lambda },
  apiCall: {
    usd: 1,
    per: 1e6,
    unit: 'requests to an HTTP API',
    page: 'https://aws.amazon.com/api-gateway/pricing/',
  },
  logIngest: { usd: 0.5, per: 1, unit: 'GB of log lines', page: cloudwatch },
  logStorage: { usd: 0.03, per: 1, unit: 'GB and month of log, compressed', page: cloudwatch },
  metric: { usd: 0.3, per: 1, unit: 'metric and month', page: cloudwatch },
  alarm: { usd: 0.1, per: 1, unit: 'alarm and month', page: cloudwatch },
  dashboard: { usd: 3, per: 1, unit: 'dashboard and month', page: cloudwatch },
  key: { usd: 1, per: 1, unit: 'key and month', page: 'https://aws.amazon.com/kms/pricing/' },
  transfer: {
    usd: 0.09,
    per: 1,
    unit: 'GB to the internet',
    page: 'https://aws.amazon.com/ec2/pricing/on-demand/',
  },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof prices;

/** Dollars for so many units. */
export function costOf(name: PriceName, units: number): number {
  const { usd, per } = prices[name];
  return (units * usd) / per;
}
