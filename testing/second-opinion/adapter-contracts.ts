import type { Agent } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { DocumentRef } from '@sentinel/core/ports';
import { credentialsContract } from '@sentinel/core/testing/contracts/credentials';
import { policiesContract } from '@sentinel/core/testing/contracts/policies';
import { dynamoTable } from '@sentinel/tvm/adapters/dynamo-table';
import { ssmPolicies } from '@sentinel/tvm/adapters/ssm-policies';
import { stsCredentials } from '@sentinel/tvm/adapters/sts-credentials';
import { tableDefinition } from '@sentinel/tvm/table';
import { dynamoContracts } from '@sentinel/tvm/testing/dynamo-contracts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type AwsApi, systemClock } from './aws-api.ts';

/** Lists of 250 sessions are for the table's own tests; more than one page of 25 is enough here. */
const longestList = 30;
const patienceMs = 20_000;

/**
 * The contracts of all ports that AWS serves, by the adapters that Lambda uses, on one imitation of AWS. `agent`: for
 * the connections to its tables, if not one for each client.
 */
export function adapterContracts(where: string, api: () => AwsApi, agent?: Agent): void {
  credentialsContract(`from ${where}`, async () => ({
    connect: () => stsCredentials(new STSClient(api().sts), systemClock),
    nowMs: systemClock.nowMs,
  }));

  policiesContract(`in ${where}`, async () => {
    const settings = await api().emptyParameters();
    const client = new SSMClient(settings);
    return {
      connect: () => ssmPolicies(new SSMClient(settings), '/sentinel'),
      put: async (ref, text) => {
        const name = { Name: nameOf(ref), Value: text };
        await client.send(new PutParameterCommand({ ...name, Type: 'String', Overwrite: true }));
      },
      remove: async (ref) => {
        await client.send(new DeleteParameterCommand({ Name: nameOf(ref) }));
      },
    };
  });

  let created = 0;
  dynamoContracts(
    `in ${where}`,
    async () => {
      created += 1;
      const name = `table-${created}`;
      const settings = {
        ...(await api().emptyTable(tableDefinition(name))),
        ...(agent && { requestHandler: new NodeHttpHandler({ httpAgent: agent }) }),
      };
      return { connect: () => dynamoTable(new DynamoDBClient(settings), name, patienceMs) };
    },
    longestList,
  );
}

function nameOf(ref: DocumentRef): string {
  switch (ref.kind) {
    case 'directory':
    case 'baseline':
      return `/sentinel/${ref.kind}`;
    case 'group':
      return `/sentinel/groups/${ref.name}`;
    case 'profile':
      return `/sentinel/policies/${ref.name}`;
  }
}
