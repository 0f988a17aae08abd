import { resolve } from 'node:path';
import type { App } from 'aws-cdk-lib';

/** Where things are. */
export type Where = {
  /** Account of the server. */
  readonly hub: string;
  readonly region: string;
  /** Accounts with protected roles. */
  readonly accounts: readonly string[];
  /** The release's zip. */
  readonly packagePath: string;
};

/** What the guardrails need besides: known when the server is deployed. */
export type Rollout = {
  /** The organisation's management account. */
  readonly management: string;
  /** Roots, units or accounts that the policies for all accounts are attached to. */
  readonly targets: readonly string[];
  readonly apiId: string;
  readonly keyArn: string;
};

/** Reads the context, which stands in `cdk.json`; lists are separated by commas. */
export function readWhere(app: App): Where {
  return {
    hub: textOf(app, 'hub'),
    region: textOf(app, 'region'),
    accounts: textOf(app, 'accounts').split(','),
    packagePath: resolve(textOf(app, 'package')),
  };
}

/** The same for the guardrails; `undefined` where there are no `targets` yet. */
export function readRollout(app: App): Rollout | undefined {
  const targets = textOf(app, 'targets');
  if (targets === '') return undefined;
  return {
    management: textOf(app, 'management'),
    targets: targets.split(','),
    apiId: textOf(app, 'apiId'),
    keyArn: textOf(app, 'keyArn'),
  };
}

function textOf(app: App, name: string): string {
  return String(app.node.tryGetContext(name) ?? '');
}
