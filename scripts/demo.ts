import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root, run } from './run.ts';

/** What a step of the demo must end with, and must say. */
type Step = {
  readonly tells: string;
  readonly args: readonly string[];
  readonly exitCode: number;
  readonly says: RegExp;
};

const cli = join(root, 'packages', 'cli', 'dist', 'main.js');

if (run(process.execPath, [join(root, 'scripts', 'build-cli.ts')]) !== 0) process.exit(1);
const home = mkdtempSync(join(tmpdir(), 'sentinel-demo-'));
const server = spawn(process.execPath, [cli, 'dev', '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: environment({}),
});
try {
  process.exitCode = await demonstrate(server);
} finally {
  server.kill('SIGINT');
  await once(server, 'exit');
  rmSync(home, { recursive: true });
}

async function demonstrate(stack: ChildProcess): Promise<number> {
  const lines: string[] = [];
  const greeted = Promise.withResolvers<void>();
  if (stack.stdout === null) return 1;
  createInterface({ input: stack.stdout }).on('line', (line) => {
    lines.push(line);
    if (line.startsWith('Decisions')) greeted.resolve();
  });
  stack.once('exit', () => greeted.reject(new Error('the dev stack did not start')));
  await greeted.promise;

  const greeting = lines.splice(0).join('\n');
  const found = (pattern: RegExp) => pattern.exec(greeting)?.[1] ?? '';
  const env = environment({
    AWS_CONFIG_FILE: found(/AWS_CONFIG_FILE=(\S+)/),
    SENTINEL_TVM_URL: found(/SENTINEL_TVM_URL=(\S+)/),
    SENTINEL_BASE_PROFILE: 'alice',
  });
  const failed = steps(found(/--endpoint-url (\S+)/)).filter((step) => !isShown(step, env));

  await untilQuiet(lines);
  console.log(`\nWhat the server recorded:\n\n${lines.join('\n')}`);
  const missing = [
    /allow {2}vend .*alice@example\.com {2}dev/,
    /deny {2}vend .*payments .*freeze/,
  ].filter((wanted) => !lines.some((line) => wanted.test(line)));
  for (const wanted of missing) console.error(`no decision like ${wanted}`);
  for (const { args } of failed) console.error(`not as it should be: sentinel ${args.join(' ')}`);
  return failed.length + missing.length === 0 ? 0 : 1;
}

function steps(stsUrl: string): readonly Step[] {
  const program = join(root, 'scripts', 'demo-who-am-i.ts');
  return [
    { tells: 'Who am I?', args: ['whoami'], exitCode: 0, says: /alice@example\.com/ },
    { tells: 'What can I have?', args: ['profiles'], exitCode: 0, says: /dev +allow/ },
    {
      tells: 'A program with an AWS SDK, run with the credentials of `dev`:',
      args: ['exec', 'dev', '--', process.execPath, program, stsUrl],
      exitCode: 0,
      says: /assumed-role\/SentinelProtected-Dev\/alice/,
    },
    {
      tells: 'A profile that policy denies:',
      args: ['exec', 'payments', '--', 'true'],
      exitCode: 3,
      says: /change freeze[\s\S]*sentinel explain payments/,
    },
    { tells: 'So, as it says:', args: ['explain', 'payments'], exitCode: 0, says: /freeze/ },
    {
      tells: 'A profile that needs an approval:',
      args: ['exec', 'production', '--', 'true'],
      exitCode: 4,
      says: /needs an approval/,
    },
    { tells: 'What was opened:', args: ['sessions'], exitCode: 0, says: /dev +ended/ },
  ];
}

function isShown({ tells, args, exitCode, says }: Step, env: NodeJS.ProcessEnv): boolean {
  console.log(
    `\n${tells}\n\n$ sentinel ${args.join(' ').replaceAll(root, '').replace(process.execPath, 'node')}`,
  );
  const ran = spawnSync(process.execPath, [cli, ...args], { env, encoding: 'utf8' });
  const said = `${ran.stdout}${ran.stderr}`;
  process.stdout.write(said);
  return ran.status === exitCode && says.test(said);
}

/** Nothing of the caller's own AWS or Sentinel set-up takes part. */
function environment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS|SENTINEL)_/i.test(name));
  return {
    ...Object.fromEntries(own),
    HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_STATE_HOME: home,
    ...more,
  };
}

/** The stack writes its lines by itself; the last step's is there when no more have come for a while. */
async function untilQuiet(lines: readonly string[]): Promise<void> {
  let seen = -1;
  while (seen !== lines.length) {
    seen = lines.length;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
