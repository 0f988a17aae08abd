import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

export type Keys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** What an AWS SDK client is made with. */
export type ClientSettings = {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Keys;
  readonly maxAttempts: number;
};

/** Servers on loopback that call themselves AWS, and a caller who may do there all that Sentinel does. */
export type AwsApi = {
  /** STS, where the contracts' role exists. */
  readonly sts: ClientSettings;
  /** A Parameter Store without parameters; it may end the one given out before. */
  emptyParameters(): Promise<ClientSettings>;
  /** A DynamoDB with an empty table. */
  emptyTable(table: CreateTableCommandInput): Promise<ClientSettings>;
  close(): Promise<void>;
};

export const region = 'eu-west-1';
export const account = '111122223333';
export const systemClock = { nowMs: () => Date.now() };
