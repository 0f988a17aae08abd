import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import type { RevocationAccount, RevocationPolicies } from '@sentinel/core/revoker-ports';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { iamRevocations } from '../src/adapters/iam-revocations.ts';
import { type LocalServer, localServer, type Reply } from './local-server.ts';
import { assumed, xml } from './local-sts.ts';

export const deniedIn: RevocationAccount = {
  account: '444455556666',
  policyArn: 'arn:aws:iam::444455556666:policy/SentinelRevocations',
  roleArn: 'arn:aws:iam::444455556666:role/SentinelRevoker',
};

export type LocalIam = {
  readonly iam: LocalServer;
  readonly sts: LocalServer;
  readonly policies: RevocationPolicies;
  close(): Promise<void>;
};

/** Two servers, STS and IAM, and the adapter before them; IAM answers `reply`. `nowMs`: STS's clock. */
export async function localIam(nowMs: number, reply: Reply): Promise<LocalIam> {
  // Who asks for no time gets an hour.
  const sts = await localServer(({ body }) => assumed(`${body}&DurationSeconds=3600`, nowMs));
  const iam = await localServer(() => reply);
  const settings = {
    region: 'us-east-1',
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      requestTimeout: 500,
      socketTimeout: 500,
      throwOnRequestTimeout: true,
    }),
  };
  const own = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  return {
    iam,
    sts,
    policies: iamRevocations({
      sts: new STSClient({ ...settings, endpoint: sts.url, credentials: own }),
      connect: (credentials) => new IAMClient({ ...settings, endpoint: iam.url, credentials }),
    }),
    close: async () => {
      await Promise.all([sts.close(), iam.close()]);
    },
  };
}

/** How IAM refuses. */
export function iamRefusal(status: number, code: string): Reply {
  return xml(
    status,
    `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type>` +
      `<Code>${code}</Code><Message>because</Message></Error></ErrorResponse>`,
  );
}

/** IAM's answer to an operation. */
export function iamAnswer(operation: string, result: string): Reply {
  return xml(
    200,
    `<${operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/">` +
      `<${operation}Result>${result}</${operation}Result></${operation}Response>`,
  );
}
