import { expect, test } from 'vitest';
import { whereSpent } from './where.ts';

/** A profile of one sample of 500 microseconds, whose innermost frame comes last. */
function profileOf(...frames: readonly (readonly [name: string, url: string, line?: number])[]) {
  const nodes = frames.map(([functionName, url, lineNumber = 0], nth) => ({
    id: nth + 1,
    callFrame: { functionName, url, lineNumber },
    children: nth + 1 < frames.length ? [nth + 2] : [],
  }));
  return { nodes, samples: [frames.length], timeDeltas: [500] };
}

const root = ['(root)', ''] as const;
const bundle = 'file:///var/task/api.cjs';
const sourceOf = (line: number) =>
  ['packages/core/src/vend.ts', 'node_modules/@smithy/core/dist-es/x.js'][line] ?? '';

test.each([
  [
    'a write of the kernel',
    'sockets, by the kernel',
    [
      ['send', bundle, 1],
      ['_flush', 'node:_http_outgoing'],
      ['writev', ''],
    ],
  ],
  [
    "Node's client below the SDK",
    "Node's HTTP, streams and timers",
    [
      ['send', bundle, 1],
      ['ClientRequest', 'node:_http_client'],
    ],
  ],
  [
    'a hash below the SDK',
    'hashes and signatures',
    [
      ['sign', bundle, 1],
      ['Hash', 'node:internal/crypto/hash'],
      ['update', ''],
    ],
  ],
  [
    'the SDK itself',
    "AWS's SDK",
    [
      ['_flush', 'node:_http_outgoing'],
      ['send', bundle, 1],
    ],
  ],
  [
    'what is native, called by us',
    'our own code, and schemas',
    [
      ['vend', bundle, 0],
      ['parse', ''],
    ],
  ],
  [
    'the runtime client',
    "Lambda's runtime client",
    [
      ['next', 'file:///x/aws-lambda-ric/index.mjs'],
      ['', ''],
    ],
  ],
  [
    'garbage, whoever made it',
    'collecting garbage',
    [
      ['vend', bundle, 0],
      ['(garbage collector)', ''],
    ],
  ],
  ['nobody in particular', 'promises, and what is not told apart', [['runMicrotasks', '']]],
  ['the profile', 'the measuring itself', [['exports.handler', 'file:///var/task/measured.cjs']]],
] as const)('%s is told by its innermost file that tells anything', (_what, place, frames) => {
  expect([...whereSpent(profileOf(root, ...frames), sourceOf)]).toEqual([[place, 500]]);
});

test('what is idle is spent nowhere', () => {
  expect([...whereSpent(profileOf(root, ['(idle)', '']), sourceOf)]).toEqual([]);
});
