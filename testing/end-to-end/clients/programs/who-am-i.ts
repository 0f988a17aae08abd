/**
 * Answers each line of its input with who it is on AWS, or with `ERROR` and why not, by the JavaScript SDK.
 * Its one argument names where credentials come from.
 */
import { createInterface } from 'node:readline';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromHttp, fromProcess } from '@aws-sdk/credential-providers';

const providers = { fromHttp, fromProcess };
const [, , named = ''] = process.argv;
const provider = Object.entries(providers).find(([name]) => name === named)?.[1];
const sts = new STSClient(provider === undefined ? {} : { credentials: provider() });

for await (const _ of createInterface({ input: process.stdin })) console.log(await whoAmI());

async function whoAmI(): Promise<string | undefined> {
  try {
    return (await sts.send(new GetCallerIdentityCommand({}))).Arn;
  } catch (error) {
    return `ERROR ${error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : error}`;
  }
}
