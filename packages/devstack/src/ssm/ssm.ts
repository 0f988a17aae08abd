import type { Answer, Input } from '../http/call.ts';
import {
  type Dialect,
  jsonAnswer,
  jsonError,
  jsonFailure,
  jsonRefusal,
  parseJsonRequest,
} from '../http/json-protocol.ts';
import { type Asked, type Running, type Surroundings, startService } from '../http/service.ts';
import type { Iam } from '../iam/iam.ts';
import { type KeyUse, mayDecrypt } from '../iam/may-decrypt.ts';
import { contextOf } from '../iam/principal.ts';
import { isError, type SsmError } from './error.ts';
import { workOf } from './operations.ts';
import { isOperation } from './requests.ts';
import { createStore, type NewVersion, type ParameterStore, type Version } from './store.ts';
import { unseal } from './unseal.ts';

export type SsmSurroundings = Surroundings & {
  /** Whose parameters these are. */
  readonly accountId: string;
  /** Parameters to begin with, name to value; `Intelligent-Tiering` picks their tier. */
  readonly documents?: Readonly<Record<string, string>>;
  /** SecureString parameters to begin with, name to value. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** The key of all SecureStrings, if it is the account's own; who may read them may decrypt if left out. */
  readonly keyArn?: string;
};

export type RunningSsm = Running & {
  /** Stores a value under a name, new or not; of the type that it has, or `String`. Throws where AWS would refuse it. */
  put(name: string, value: string, type?: NewVersion['type']): Version;
  /** The newest version. */
  get(name: string): Version | undefined;
  /** `false`: there was none. */
  remove(name: string): boolean;
};

type Place = {
  readonly arnPrefix: string;
  readonly store: ParameterStore;
  readonly iam: Iam;
  readonly key?: KeyUse;
};

const dialect: Dialect = { target: 'AmazonSSM', contentType: 'application/x-amz-json-1.1' };

/**
 * A stand-in for SSM Parameter Store on loopback. A `stale` fault reads as before the last write.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
 */
export async function startSsm(around: SsmSurroundings): Promise<RunningSsm> {
  const arnPrefix = `arn:aws:ssm:${around.region}:${around.accountId}:`;
  const store = createStore({ arnPrefix, nowMs: () => around.clock.nowMs() });
  const put: RunningSsm['put'] = (name, value, type) =>
    storeDocument(store, { name, value, ...(type !== undefined && { type }) });
  for (const [name, value] of Object.entries(around.documents ?? {})) put(name, value);
  for (const [name, value] of Object.entries(around.secrets ?? {})) {
    storeDocument(store, { name, value, type: 'SecureString' });
  }

  const { iam, keyArn, region } = around;
  const place: Place = {
    arnPrefix,
    store,
    iam,
    ...(keyArn !== undefined && { key: { keyArn, service: 'ssm', region } }),
  };
  const running = await startService(
    {
      name: 'ssm',
      parse: (request) => parseJsonRequest(request, dialect),
      handle: (asked) => handle(asked, place),
      refuse: (reason) => jsonRefusal(reason, dialect),
      fail: (fault) => jsonFailure(fault, dialect),
      throttle: () => jsonError({ code: 'ThrottlingException', message: 'Rate exceeded' }, dialect),
    },
    around,
  );
  return {
    ...running,
    put,
    get: (name) => store.versions(name).at(-1),
    remove: (name) => store.remove(name),
  };
}

function storeDocument(
  store: ParameterStore,
  ask: Pick<NewVersion, 'name' | 'value' | 'type'>,
): Version {
  const stored = store.put({
    type: store.versions(ask.name).at(-1)?.type ?? 'String',
    ...ask,
    tier: 'Intelligent-Tiering',
    overwrite: true,
  });
  if (isError(stored)) throw new Error(`${stored.code}: ${stored.message}`);
  return stored;
}

function handle(asked: Asked, place: Place): Answer {
  const { operation, principal, nowMs } = asked;
  if (!isOperation(operation)) {
    return jsonError({ code: 'UnknownOperationException', message: '' }, dialect);
  }
  const work = workOf(operation, asked.input, { ...place, stale: asked.stale });
  if (isError(work)) return jsonError(work, dialect);

  const action = `ssm:${operation}`;
  const context = contextOf(principal, nowMs);
  const refused = work.resources.find(
    (resource) => place.iam.permits(principal, { action, resource, context }) !== 'allow',
  );
  if (refused !== undefined) {
    const message = `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${refused} because no identity-based policy allows the ${action} action`;
    return jsonError({ code: 'AccessDeniedException', message }, dialect);
  }
  const outcome = clearFor(asked, work.run(), place);
  return isError(outcome) ? jsonError(outcome, dialect) : jsonAnswer(outcome, dialect);
}

function clearFor(asked: Asked, outcome: Input | SsmError, { iam, key }: Place): Input | SsmError {
  if (isError(outcome)) return outcome;
  return unseal(outcome, {
    wantsClear: asked.input['WithDecryption'] === true,
    mayDecrypt: () => key === undefined || mayDecrypt(iam, asked, key),
  });
}
