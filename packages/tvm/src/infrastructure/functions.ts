import { authorizerSettings } from '../authorizer/settings.ts';
import { notifierFilters } from '../notifier/read-changes.ts';
import { notifierSettings } from '../notifier/settings.ts';
import { revokerFilters } from '../revoker/read-event.ts';
import { revokerSettings } from '../revoker/settings.ts';
import { settings } from '../settings.ts';
import type { FunctionName } from './rights.ts';

/** What calls a function. */
export type Source =
  | { readonly kind: 'api' }
  | { readonly kind: 'authorizer' }
  | {
      readonly kind: 'stream';
      /** Which records wake it: patterns of an event source mapping, of which one must fit. */
      readonly filters: readonly object[];
      readonly batchSize: number;
      /** Then the record goes to the dead-letter queue, alone: a batch that failed is halved until it is. */
      readonly retries: number;
      /** So many batches of one shard at once; records of one item stay in order. */
      readonly parallel: number;
    }
  | { readonly kind: 'schedule'; readonly everyMinutes: number };

/** A Lambda function of the deployment; all come from one zip. */
export type FunctionDeclaration = {
  readonly name: FunctionName;
  readonly handler: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** No more instances than this at once; as many as it takes if left out. */
  readonly concurrency?: number;
  readonly sources: readonly Source[];
  /** Names of the environment variables that it reads; Lambda sets `AWS_REGION` itself. */
  readonly settings: readonly string[];
};

/**
 * Every function. API Gateway gives up after 30 s, so the API does before. One revoker at a time writes policy
 * versions: two would free each other's.
 */
export const functions: readonly FunctionDeclaration[] = [
  {
    name: 'api',
    settings: Object.keys(settings),
    handler: 'api.handler',
    description: 'Vends credentials when policy says so, and answers all routes',
    memoryMb: 1024,
    timeoutSeconds: 29,
    sources: [{ kind: 'api' }],
  },
  {
    name: 'authorizer',
    settings: Object.keys(authorizerSettings),
    handler: 'authorizer.handler',
    description: 'Lets sessions into other APIs by proof of possession',
    memoryMb: 512,
    timeoutSeconds: 10,
    sources: [{ kind: 'authorizer' }],
  },
  {
    name: 'revoker',
    settings: Object.keys(revokerSettings),
    handler: 'revoker.handler',
    description: 'Denies what was issued before a revocation, and finishes what a crash left',
    memoryMb: 512,
    timeoutSeconds: 120,
    concurrency: 1,
    sources: [
      {
        kind: 'stream',
        filters: revokerFilters,
        batchSize: 100,
        retries: 20,
        parallel: 1,
      },
      { kind: 'schedule', everyMinutes: 5 },
    ],
  },
  {
    name: 'notifier',
    settings: Object.keys(notifierSettings),
    handler: 'notifier.handler',
    description: 'Tells channels of requests and of break-glass',
    memoryMb: 512,
    timeoutSeconds: 60,
    sources: [
      { kind: 'stream', filters: notifierFilters, batchSize: 10, retries: 20, parallel: 10 },
    ],
  },
];
