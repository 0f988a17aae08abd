import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TokenPorts } from '@sentinel/core/check-token';
import type { Clock } from '@sentinel/core/ports';
import { dynamoControl } from '../adapters/dynamo-control.ts';
import { dynamoSessions } from '../adapters/dynamo-sessions.ts';
import { dynamoSubjects } from '../adapters/dynamo-subjects.ts';
import { dynamoTable } from '../adapters/dynamo-table.ts';
import { type PinnedGetOptions, pinnedGet } from '../adapters/pinned-get.ts';
import { stsIdentities } from '../adapters/sts-identities.ts';
import { type ClientOptions, clientSettings } from '../client-settings.ts';
import type { AuthorizerConfig } from './config.ts';

/** What a run outside of Lambda replaces. */
export type AuthorizerClients = {
  readonly dynamodb?: ClientOptions;
  readonly sts?: PinnedGetOptions;
  readonly clock?: Clock;
};

/** Every port of the authorizer on AWS, each with what it reads alone; touches no network. */
export function wireAuthorizer(
  config: AuthorizerConfig,
  { dynamodb, sts, clock = { nowMs: () => Date.now() } }: AuthorizerClients = {},
): TokenPorts {
  const settings = clientSettings('dynamodb', { region: config.region, ...dynamodb });
  const table = dynamoTable(new DynamoDBClient(settings), config.table);
  // Nothing is written, so nothing is kept for any time.
  const { find, findKey } = dynamoSessions(table, 0);
  const { read, readProfile } = dynamoSubjects(table, 0);
  const { notBeforeMs } = dynamoControl(table, { clock, randomBytes });
  return {
    sessions: { find, findKey },
    subjects: { read, readProfile },
    control: { notBeforeMs },
    clock,
    identities: stsIdentities(pinnedGet(sts)),
  };
}
