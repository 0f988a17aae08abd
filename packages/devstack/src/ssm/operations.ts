import type * as z from 'zod';
import type { Input } from '../http/call.ts';
import { invalid, isError, type SsmError } from './error.ts';
import { parameterArn } from './name.ts';
import { readMany, readOne, readPath, splitSelector } from './read.ts';
import { type Operation, requests } from './requests.ts';
import type { ParameterStore, Version } from './store.ts';

/** A request that was read: which ARNs it touches, and what it does. */
export type Work = {
  readonly resources: readonly string[];
  run(): Input | SsmError;
};

export type Surface = {
  readonly store: ParameterStore;
  /** As in `arn:aws:ssm:eu-west-1:111122223333:`. */
  readonly arnPrefix: string;
  /** Read as before the last write. */
  readonly stale: boolean;
};

/** Reads a request of Parameter Store; a `ValidationException` where it is none. */
export function workOf(operation: Operation, input: Input, surface: Surface): Work | SsmError {
  const { store, arnPrefix, stale } = surface;
  const arn = (name: string) => parameterArn(arnPrefix, name);
  const shown = (version: Version, asked: string) => show(version, asked, surface);
  switch (operation) {
    case 'GetParameter':
      return read(requests.GetParameter, input, ({ Name }) => ({
        resources: [arn(splitSelector(Name).name)],
        run: () => mapped(readOne(store, Name, stale), (one) => ({ Parameter: shown(one, Name) })),
      }));
    case 'GetParameters':
      return read(requests.GetParameters, input, ({ Names }) => ({
        resources: Names.map((name) => arn(splitSelector(name).name)),
        run: () =>
          mapped(readMany(store, Names, stale), ({ found, missing }) => ({
            Parameters: found.map((one) => shown(one, one.asked)),
            InvalidParameters: missing,
          })),
      }));
    case 'GetParametersByPath':
      return read(requests.GetParametersByPath, input, (ask) => ({
        resources: [arn(ask.Path)],
        run: () =>
          mapped(readPath(store, pathQuery(ask), stale), ({ versions, nextToken }) => ({
            Parameters: versions.map((one) => shown(one, one.name)),
            ...(nextToken === undefined ? {} : { NextToken: nextToken }),
          })),
      }));
    case 'PutParameter':
      return read(requests.PutParameter, input, (ask) => ({
        resources: [arn(ask.Name)],
        run: () =>
          mapped(store.put(newVersion(ask)), ({ version, tier }) => ({
            Version: version,
            Tier: tier,
          })),
      }));
    case 'DeleteParameter':
      return read(requests.DeleteParameter, input, ({ Name }) => ({
        resources: [arn(Name)],
        run: () => (store.remove(Name) ? {} : { code: 'ParameterNotFound', message: '' }),
      }));
  }
}

function read<S extends z.ZodType>(
  schema: S,
  input: Input,
  work: (request: z.infer<S>) => Work,
): Work | SsmError {
  const parsed = schema.safeParse(input);
  if (parsed.success) return work(parsed.data);
  const [issue] = parsed.error.issues;
  return invalid(`1 validation error detected: ${issue?.path.join('.')}: ${issue?.message}`);
}

function mapped<T extends object>(
  outcome: T | SsmError,
  answer: (value: T) => Input,
): Input | SsmError {
  return isError(outcome) ? outcome : answer(outcome);
}

function pathQuery(ask: z.infer<typeof requests.GetParametersByPath>) {
  return {
    path: ask.Path,
    recursive: ask.Recursive ?? false,
    ...(ask.MaxResults === undefined ? {} : { maxResults: ask.MaxResults }),
    ...(ask.NextToken === undefined ? {} : { nextToken: ask.NextToken }),
  };
}

function newVersion(ask: z.infer<typeof requests.PutParameter>) {
  return {
    name: ask.Name,
    value: ask.Value,
    ...(ask.Type === undefined ? {} : { type: ask.Type }),
    ...(ask.Tier === undefined ? {} : { tier: ask.Tier }),
    ...(ask.Overwrite === undefined ? {} : { overwrite: ask.Overwrite }),
  };
}

function show(version: Version, asked: string, { arnPrefix }: Surface): Input {
  const { selector } = splitSelector(asked);
  return {
    Name: version.name,
    Type: version.type,
    Value: version.value,
    Version: version.version,
    ...(selector === undefined ? {} : { Selector: `:${selector}` }),
    LastModifiedDate: version.modifiedAtMs / 1000,
    ARN: parameterArn(arnPrefix, version.name),
    DataType: 'text',
  };
}
