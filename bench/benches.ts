import type { Result } from './measure/table.ts';

/** A benchmark; its file is loaded only when it is run. */
export type Bench = {
  /** What it measures, as a title. */
  readonly about: string;
  readonly load: () => Promise<() => Promise<Result>>;
};

/** Every benchmark, by the name under which it is run. */
export const benches: Readonly<Record<string, Bench>> = {
  'cold-start': {
    about: 'Start of the function',
    load: async () => (await import('./cold-start/cold-start.ts')).measureColdStart,
  },
  vend: {
    about: 'CPU of a vend',
    load: async () => (await import('./vend/vend.ts')).measureVend,
  },
  anatomy: {
    about: 'Where the CPU of a vend goes',
    load: async () => (await import('./load/anatomy.ts')).measureAnatomy,
  },
  policy: {
    about: 'Policy evaluation',
    load: async () => (await import('./policy/policy.ts')).measurePolicy,
  },
  endpoint: {
    about: 'Local endpoint, and what `exec` costs',
    load: async () => (await import('./endpoint/endpoint.ts')).measureEndpoint,
  },
  cli: {
    about: 'Start of the command',
    load: async () => (await import('./cli/cli.ts')).measureCli,
  },
};
