import { SentinelError } from '@sentinel/core/errors';
import type { Setting } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type Settings = Readonly<Record<string, Setting>>;

/** What each setting's `read` gives. */
export type Values<S extends Settings> = {
  readonly [N in keyof S]: NonNullable<ReturnType<S[N]['read']>>;
};

/** Reads one function's settings. Throws `CONFIG_ERROR` that names every wrong, missing and unknown one, no values. */
export function readSettings<S extends Settings>(settings: S, env: Environment): Values<S> {
  const declared: ReadonlyMap<string, Setting> = new Map(Object.entries(settings));
  const texts = given(declared, env);
  const values = new Map(
    [...declared].map(([name, { read }]) => {
      const text = texts[name];
      return [name, text === undefined ? undefined : read(text)];
    }),
  );
  const wrong = [...declared].flatMap(([name, { expected }]) =>
    values.get(name) === undefined ? [`\`${name}\` must be ${expected}`] : [],
  );
  const unknown = Object.keys(texts)
    .filter((name) => !declared.has(name))
    .map((name) => `\`${name}\` is not a setting`);
  const faults = [...wrong, ...unknown];
  if (faults.length > 0) throw new SentinelError('CONFIG_ERROR', faults.join('; '));
  // Each value is what its setting's own `read` gave, and none is `undefined`.
  return Object.fromEntries(values) as Values<S>;
}

/** What is ours in the environment, in whatever case it is misspelt, over the fallbacks. */
function given(declared: ReadonlyMap<string, Setting>, env: Environment): Environment {
  const fallbacks = [...declared].flatMap(([name, { fallback }]) =>
    fallback === undefined ? [] : [[name, fallback] as const],
  );
  const ours = Object.entries(env).filter(
    ([name, value]) => value !== undefined && (declared.has(name) || /^sentinel_/i.test(name)),
  );
  return Object.fromEntries([...fallbacks, ...ours]);
}
