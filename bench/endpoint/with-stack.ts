import { performance } from 'node:perf_hooks';
import { awsConfig } from '@sentinel/cli/commands/dev-greeting';
import { startDevstack } from '@sentinel/devstack/stack/start-devstack';
import { withHome } from '../cli/home.ts';
import type { Environment } from '../measure/run-process.ts';

const directoryName = '/sentinel/directory';

/** A running stack, and a machine that is set up for it. */
export type Machine = {
  readonly env: Environment;
  /** Milliseconds that the server took for the vends since the last call. */
  takeVendMs(): number;
};

/** Runs the dev stack in this process, its vends timed, and closes it whatever happens. */
export async function withStack<T>(work: (machine: Machine) => Promise<T>): Promise<T> {
  let vendMs = 0;
  const stack = await startDevstack({
    between: (tvm) => async (event, context) => {
      const since = performance.now();
      const answer = await tvm(event, context);
      if (event.routeKey === 'POST /') vendMs += performance.now() - since;
      return answer;
    },
  });
  const { value: directory = '' } = stack.ssm.get(directoryName) ?? {};
  stack.ssm.put(directoryName, `${directory}rate: { per_minute: 100000 }\n`);
  try {
    return await withHome(awsConfig(stack), (env) =>
      work({
        env: { ...env, SENTINEL_TVM_URL: stack.url, SENTINEL_BASE_PROFILE: 'alice' },
        takeVendMs: () => {
          const taken = vendMs;
          vendMs = 0;
          return taken;
        },
      }),
    );
  } finally {
    await stack.close();
  }
}
