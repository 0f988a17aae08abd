import type { FunctionName } from './rights.ts';

/** Records of the table's stream that wake a function, and what becomes of those that it cannot handle. */
export type StreamDeclaration = {
  /** Patterns of an event source mapping, of which one must fit. */
  readonly filters: readonly object[];
  readonly batchSize: number;
  /** Then the record goes to the dead-letter queue, alone: a batch that failed is halved until it is. */
  readonly retries: number;
  /** So many batches of one shard at once; records of one item stay in order. */
  readonly parallel: number;
};

/** A Lambda function of the deployment; all come from one zip. */
export type FunctionDeclaration = {
  readonly handler: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** No more instances than this at once; as many as it takes if left out. */
  readonly concurrency?: number;
  readonly stream?: StreamDeclaration;
  readonly everyMinutes?: number;
};

/**
 * Every function. API Gateway gives up after 30 s, so the API does before. One revoker at a time writes policy
 * versions: two would free each other's.
 */
export const functions = {
  api: {
    handler: 'api.handler',
    description: 'Vends credentials when policy says so, and answers all routes',
    memoryMb: 1024,
    timeoutSeconds: 29,
  },
  authorizer: {
    handler: 'authorizer.handler',
    description: 'Lets sessions into other APIs by proof of possession',
    memoryMb: 512,
    timeoutSeconds: 10,
  },
  revoker: {
    handler: 'revoker.handler',
    description: 'Denies what was issued before a revocation, and finishes what a crash left',
    memoryMb: 512,
    timeoutSeconds: 120,
    concurrency: 1,
    stream: {
      filters: [
        { dynamodb: { Keys: { pk: { S: ['revocations'] } } } },
        { dynamodb: { Keys: { pk: { S: [{ prefix: 'person#' }] }, sk: { S: ['guard'] } } } },
      ],
      batchSize: 100,
      retries: 20,
      parallel: 1,
    },
    everyMinutes: 5,
  },
  notifier: {
    handler: 'notifier.handler',
    description: 'Tells channels of requests and of break-glass',
    memoryMb: 512,
    timeoutSeconds: 60,
    stream: {
      filters: [
        {
          dynamodb: {
            Keys: { pk: { S: [{ prefix: 'subject#' }] }, sk: { S: [{ prefix: 'request#' }] } },
          },
        },
        {
          dynamodb: {
            Keys: { pk: { S: [{ prefix: 'person#' }] }, sk: { S: [{ prefix: 'event#' }] } },
          },
        },
      ],
      batchSize: 10,
      retries: 20,
      parallel: 10,
    },
  },
} as const satisfies Readonly<Record<FunctionName, FunctionDeclaration>>;
