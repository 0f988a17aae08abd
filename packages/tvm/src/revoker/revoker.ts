import { asciiLine } from '@sentinel/core/audit/line';
import { metricLine } from '@sentinel/core/audit/metric';
import { completeGuard } from '@sentinel/core/complete-guard';
import { failureOf } from '@sentinel/core/failure';
import { keepRevoked } from '@sentinel/core/keep-revoked';
import { type Change, readEvent } from './read-event.ts';
import type { RevokerPorts } from './wire.ts';

/** The records from which on Lambda is to try again. */
export type BatchAnswer = {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
};

/** Handles one event; throws where the whole of it is to be tried again. */
export type Revoker = (event: unknown) => Promise<BatchAnswer>;

/**
 * Denies and finishes what was revoked, by the schedule or because a revocation came or went on; and writes what
 * break-glass guards know before their events do. What fails is logged, counted, and reported as failed.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function revokerOf(ports: RevokerPorts, table: string): Revoker {
  return async (event) => {
    const read = readEvent(event, table);
    if (read.kind === 'schedule') {
      await keepRevoked(ports);
      return { batchItemFailures: [] };
    }
    const failed = [
      ...(await keepFrom(read.records, ports)),
      ...(await completeFrom(read.records, ports)),
    ];
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** One round does for all revocations of a batch. */
async function keepFrom(
  records: readonly Change[],
  ports: RevokerPorts,
): Promise<readonly string[]> {
  const [first] = records.filter(({ about }) => about === 'revocation');
  if (first === undefined) return [];
  return (await isDone(keepRevoked(ports), 'keep', ports)) ? [] : [first.sequenceNumber];
}

async function completeFrom(
  records: readonly Change[],
  ports: RevokerPorts,
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const record of records) {
    const work = workOf(record, ports);
    if (work !== undefined && !(await isDone(work, 'complete', ports))) {
      failed.push(record.sequenceNumber);
    }
  }
  return failed;
}

function workOf(record: Change, ports: RevokerPorts): Promise<unknown> | undefined {
  switch (record.about) {
    case 'guard':
      return completeGuard(record.guard, ports);
    case 'garbled':
      return Promise.reject(new Error(record.detail));
    case 'revocation':
    case 'nothing':
      return undefined;
  }
}

async function isDone(
  work: Promise<unknown>,
  event: 'keep' | 'complete',
  { trail, clock }: RevokerPorts,
): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    const { code, detail = '' } = failureOf(error);
    trail.write(asciiLine({ level: 'error', event, code, detail }));
    trail.write(metricLine({ name: 'RevokerFailed' }, clock.nowMs()));
    return false;
  }
}
