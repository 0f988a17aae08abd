import { expect, test } from 'vitest';
import { readAuthorizerConfig } from './config.ts';

const least = {
  SENTINEL_TABLE: 'sentinel',
  SENTINEL_AUDIENCE: 'orders.example.com',
  AWS_REGION: 'eu-west-1',
};

test('STS is asked in its own Region, unless told otherwise', () => {
  const more = {
    SENTINEL_AUDIENCE: 'a.example, b.example',
    SENTINEL_STS_REGIONS: 'us-east-1,eu-west-1',
  };

  expect(readAuthorizerConfig(least)).toEqual({
    table: 'sentinel',
    region: 'eu-west-1',
    audiences: new Set(['orders.example.com']),
    stsRegions: new Set(['eu-west-1']),
  });
  expect(readAuthorizerConfig({ ...least, ...more })).toMatchObject({
    audiences: new Set(['a.example', 'b.example']),
    stsRegions: new Set(['us-east-1', 'eu-west-1']),
  });
});

test.each([
  ['SENTINEL_TABLE', ''],
  ['SENTINEL_AUDIENCE', ''],
  ['SENTINEL_AUDIENCE', '*.example.com'],
  ['SENTINEL_AUDIENCE', 'https://orders.example.com'],
  ['SENTINEL_AUDIENCE', 'Orders.example.com'],
  ['SENTINEL_AUDIENCE', 'orders.example.com:443'],
  ['SENTINEL_AUDIENCE', 'orders.example.com,'],
  ['SENTINEL_STS_REGIONS', 'sts.amazonaws.com'],
  ['SENTINEL_STS_REGIONS', 'eu-west-1,'],
  ['SENTINEL_STS_REGIONS', '*'],
  ['AWS_REGION', 'Frankfurt'],
  ['SENTINEL_API_ID', 'a1b2c3d4e5'],
])('%s is named where it is `%s`', (name, value) => {
  expect(() => readAuthorizerConfig({ ...least, [name]: value })).toThrow(`\`${name}\``);
});
