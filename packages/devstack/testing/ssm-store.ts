/** A parameter store with one user, for its tests. */
import {
  GetParameterCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { startSsm } from '../src/ssm/ssm.ts';
import { allowAll, clientSettings, hub, iamWithUser, region, testClock } from './test-bench.ts';

export async function openStore(policies: readonly unknown[] = [allowAll]) {
  const { iam, keys } = iamWithUser(policies);
  const clock = testClock();
  const ssm = await startSsm({ iam, region, clock, accountId: hub });
  const client = new SSMClient(clientSettings(ssm.url, keys, clock));
  const put = (ask: Partial<PutParameterCommandInput> = {}) =>
    client.send(
      new PutParameterCommand({ Name: '/sentinel/a', Value: 'one', Type: 'String', ...ask }),
    );
  const get = (name: string) => client.send(new GetParameterCommand({ Name: name }));
  return { ssm, client, put, get, clock, keys };
}

export function arn(name: string): string {
  return `arn:aws:ssm:${region}:${hub}:parameter${name}`;
}
