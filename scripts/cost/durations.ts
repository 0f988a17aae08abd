import { functions } from '@sentinel/tvm/infrastructure/functions';
import type { ServiceName } from '../../bench/stand-ins/aws.ts';
import { countRounds, type Rounds } from '../../bench/vend/rounds.ts';
import { assumed, wholeCoreMb } from './assumed.ts';

/** Milliseconds that each call takes on Lambda, without the init phase. */
export type Durations = Readonly<Record<'first' | 'opening' | 'renewal' | 'ending', number>>;

const roundMs: Readonly<Record<ServiceName, number>> = {
  dynamodb: assumed.dynamodbMs.value,
  ssm: assumed.ssmMs.value,
  sts: assumed.stsMs.value,
};

/** Rounds to AWS as the code makes them, by what a round is assumed to take, and CPU by the function's memory. */
export async function countDurations(): Promise<Durations> {
  const { first, warm, continued } = await countRounds();
  return {
    first: durationOf(first),
    opening: durationOf(warm),
    renewal: durationOf(continued),
    // It admits, reads and writes: no round to STS.
    ending: durationOf(warm.filter((services) => !services.includes('sts'))),
  };
}

function durationOf(rounds: Rounds): number {
  const memoryMb = functions.find(({ name }) => name === 'api')?.memoryMb ?? wholeCoreMb;
  const cpuMs = assumed.cpuMs.value * Math.max(1, wholeCoreMb / memoryMb);
  return rounds.reduce(
    (sum, services) => sum + Math.max(...services.map((service) => roundMs[service])),
    cpuMs,
  );
}
