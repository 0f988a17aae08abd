import { invalid, type SsmError } from './error.ts';
import { nameError } from './name.ts';
import type { tiers, types } from './shapes.ts';

export type ParameterType = (typeof types)[number];
export type Tier = (typeof tiers)[number];

/** One version of a parameter. */
export type Version = {
  readonly name: string;
  readonly version: number;
  readonly type: ParameterType;
  readonly tier: Exclude<Tier, 'Intelligent-Tiering'>;
  readonly value: string;
  readonly modifiedAtMs: number;
};

export type NewVersion = {
  readonly name: string;
  readonly value: string;
  /** Needed for a new parameter. */
  readonly type?: ParameterType;
  readonly tier?: Tier;
  readonly overwrite?: boolean;
};

/** Parameters by name, with their versions. */
export type ParameterStore = ReturnType<typeof createStore>;

const maxBytes = { Standard: 4096, Advanced: 8192 } as const;
const versionsKept = 100;

/**
 * Parameter Store's rules on names, types, tiers, sizes and versions, in memory.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
export function createStore(about: { readonly arnPrefix: string; nowMs(): number }) {
  const histories = new Map<string, readonly Version[]>();

  return {
    /** Stores a new version. */
    put(ask: NewVersion): Version | SsmError {
      const current = histories.get(ask.name)?.at(-1);
      const error = nameError(ask.name, about.arnPrefix) ?? putError(ask, current);
      if (error !== undefined) return error;
      const tier = tierOf(ask, current);
      const sizeError = valueError(ask.value, tier);
      if (sizeError !== undefined) return sizeError;

      const version: Version = {
        name: ask.name,
        version: (current?.version ?? 0) + 1,
        type: ask.type ?? current?.type ?? 'String',
        tier,
        value: ask.value,
        modifiedAtMs: about.nowMs(),
      };
      const history = [...(histories.get(ask.name) ?? []), version];
      histories.set(ask.name, history.slice(-versionsKept));
      return version;
    },

    /** Newest last; empty: there is no such parameter. */
    versions: (name: string): readonly Version[] => histories.get(name) ?? [],

    /** In the order of names. */
    names: (): readonly string[] => [...histories.keys()].sort(),

    /** A parameter created again starts at version 1. `false`: there was none. */
    remove: (name: string): boolean => histories.delete(name),
  };
}

function putError(ask: NewVersion, current: Version | undefined): SsmError | undefined {
  if (current === undefined) {
    return ask.type === undefined
      ? invalid('A parameter type is required when you create a parameter.')
      : undefined;
  }
  if (ask.overwrite !== true) {
    return {
      code: 'ParameterAlreadyExists',
      message:
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    };
  }
  if (ask.type !== undefined && ask.type !== current.type) {
    return {
      code: 'HierarchyTypeMismatchException',
      message: 'Parameter Store does not support changing the type of a parameter.',
    };
  }
  return ask.tier === 'Standard' && current.tier === 'Advanced'
    ? invalid('An advanced parameter cannot be made a standard one.')
    : undefined;
}

function tierOf(ask: NewVersion, current: Version | undefined): Version['tier'] {
  if (ask.tier === 'Standard' || ask.tier === 'Advanced') return ask.tier;
  if (current?.tier === 'Advanced') return 'Advanced';
  const isLarge = Buffer.byteLength(ask.value) > maxBytes.Standard;
  return ask.tier === 'Intelligent-Tiering' && isLarge ? 'Advanced' : 'Standard';
}

function valueError(value: string, tier: Version['tier']): SsmError | undefined {
  if (value === '') {
    return invalid(
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
  if (Buffer.byteLength(value) <= maxBytes[tier]) return undefined;
  const way =
    tier === 'Standard'
      ? ' To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.'
      : '';
  return invalid(
    `${tier} tier parameters support a maximum parameter value of ${maxBytes[tier]} characters.${way}`,
  );
}
