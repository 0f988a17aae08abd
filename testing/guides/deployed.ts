import { routes } from '@sentinel/core/contract/index';
import { type Gateway, startGateway } from '@sentinel/devstack/gateway/start-gateway';
import type { Environment } from '@sentinel/tvm/config';
import { createApi } from '@sentinel/tvm/lambda/create-api';
import type { ClientOptions } from '@sentinel/tvm/wire';

/** An IAM user's key, as the guide has it made. */
export type UserKey = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly userArn: string;
  readonly userId: string;
};

/** What moto does not run: the function behind the API. */
export type Deployment = {
  /** Settings of the function, as Terraform made them. */
  readonly env: Environment;
  /** Where the function reaches AWS. */
  readonly aws: ClientOptions;
  readonly users: readonly UserKey[];
  readonly onLine: (line: string) => void;
};

/** Starts the code of the function behind a stand-in of API Gateway, on what was deployed. */
export function startDeployed({ env, aws, users, onLine }: Deployment): Promise<Gateway> {
  const { SENTINEL_API_ID = '', SENTINEL_ACCOUNT_ID: accountId = '', AWS_REGION = '' } = env;
  const api = createApi({
    env,
    clients: { sts: aws, ssm: aws, dynamodb: aws },
    write: onLine,
  });
  return startGateway({
    handler: (event, context) => api(event, context.awsRequestId),
    findPrincipal: (accessKeyId) => {
      const user = users.find((one) => one.accessKeyId === accessKeyId);
      return user && { ...user, accountId };
    },
    routes: Object.values(routes).map(({ method, path }) => ({ method, path })),
    region: AWS_REGION,
    accountId,
    apiId: SENTINEL_API_ID,
    clock: { nowMs: () => Date.now() },
  });
}
