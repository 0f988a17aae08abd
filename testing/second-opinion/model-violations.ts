import type { ServiceModel } from '@sentinel/devstack/testing/service-model';

/** One constraint that a value breaks: where, and which. */
export type Broken = `${string}: ${'required' | 'unknown' | 'type' | 'min' | 'max' | 'pattern'}`;

type Shape = ServiceModel['shapes'][string];

/**
 * What of a shape a value breaks, by a walk over the service model itself: nothing here knows an operation. Paths
 * are written `Tags[1].Key`, counted from 1.
 */
export function brokenOf(
  model: ServiceModel,
  shapeName: string,
  { value, at = '' }: { readonly value: unknown; readonly at?: string },
): readonly Broken[] {
  const shape = model.shapes[shapeName];
  if (shape === undefined) throw new Error(`the model has no shape \`${shapeName}\``);
  switch (shape.type) {
    case 'structure':
      return structure(model, shape, { value, at });
    case 'list':
      return list(model, shape, { value, at });
    case 'string':
      return typeof value === 'string' ? text(shape, { value, at }) : [`${at}: type`];
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value)
        ? range(shape, { value, at })
        : [`${at}: type`];
    case 'timestamp':
      return value instanceof Date && !Number.isNaN(value.getTime()) ? [] : [`${at}: type`];
    default:
      throw new Error(`shapes of type \`${shape.type}\` are not read here`);
  }
}

/** Each leaf below a shape: its path, with `[]` for every list, and the name of its shape. */
export function leavesOf(
  model: ServiceModel,
  shapeName: string,
  at = '',
): readonly (readonly [path: string, shape: string])[] {
  const shape = model.shapes[shapeName];
  if (shape?.type === 'list') {
    const own: readonly [string, string] = [at, shapeName];
    return [own, ...leavesOf(model, shape.member?.shape ?? '', `${at}[]`)];
  }
  if (shape?.type !== 'structure') return [[at, shapeName]];
  return Object.entries(shape.members ?? {}).flatMap(([name, { shape: inner }]) =>
    leavesOf(model, inner, at === '' ? name : `${at}.${name}`),
  );
}

type Place<T> = { readonly value: T; readonly at: string };

function structure(
  model: ServiceModel,
  shape: Shape,
  { value, at }: Place<unknown>,
): readonly Broken[] {
  if (typeof value !== 'object' || value === null) return [`${at}: type`];
  const given = new Map(Object.entries(value).filter(([, inner]) => inner !== undefined));
  const path = (name: string) => (at === '' ? name : `${at}.${name}`);
  return [
    ...(shape.required ?? [])
      .filter((name) => !given.has(name))
      .map((name): Broken => `${path(name)}: required`),
    ...[...given].flatMap(([name, inner]) => {
      const member = shape.members?.[name];
      if (member === undefined) return [`${path(name)}: unknown` as const];
      return brokenOf(model, member.shape, { value: inner, at: path(name) });
    }),
  ];
}

function list(model: ServiceModel, shape: Shape, { value, at }: Place<unknown>): readonly Broken[] {
  if (!Array.isArray(value)) return [`${at}: type`];
  return [
    ...range(shape, { value: value.length, at }),
    ...value.flatMap((entry, index) =>
      brokenOf(model, shape.member?.shape ?? '', { value: entry, at: `${at}[${index + 1}]` }),
    ),
  ];
}

function text(shape: Shape, { value, at }: Place<string>): readonly Broken[] {
  const isWhole =
    shape.pattern === undefined || new RegExp(`^(?:${shape.pattern})$`, 'u').test(value);
  return [
    ...(isWhole ? [] : [`${at}: pattern` as const]),
    ...range(shape, { value: [...value].length, at }),
  ];
}

function range({ min, max }: Shape, { value, at }: Place<number>): readonly Broken[] {
  return [
    ...(min !== undefined && value < min ? [`${at}: min` as const] : []),
    ...(max !== undefined && value > max ? [`${at}: max` as const] : []),
  ];
}
