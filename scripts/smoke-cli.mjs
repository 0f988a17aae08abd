// Run by the oldest Node that the CLI promises (plain JavaScript: it reads no types): the built command starts,
// tells its version and its help, and fails as it should.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../packages/cli/dist/main.js', import.meta.url));
const unreachable = { SENTINEL_TVM_URL: 'http://127.0.0.1:9', SENTINEL_REGION: 'eu-west-1' };
const keys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' };

const cases = [
  { args: ['--version'], exitCode: 0, says: /^\d+\.\d+\.\d+\n$/ },
  { args: ['--help'], exitCode: 0, says: /exec/ },
  { args: ['exec', '--help'], exitCode: 0, says: /--duration/ },
  { args: ['nonsense'], exitCode: 2, says: /unknown command/ },
  { args: ['whoami'], exitCode: 2, says: /SENTINEL_TVM_URL|tvm_url/ },
  { args: ['whoami'], env: { ...unreachable, ...keys }, exitCode: 7, says: /127\.0\.0\.1/ },
];

const failed = cases.filter(({ args, env, exitCode, says }) => {
  const { PATH, HOME } = process.env;
  const ran = spawnSync(process.execPath, [cli, ...args], {
    env: { PATH, HOME, ...env },
    encoding: 'utf8',
  });
  const said = `${ran.stdout}${ran.stderr}`;
  const isOk = ran.status === exitCode && says.test(said);
  console.log(`${isOk ? 'ok' : 'not ok'}: sentinel ${args.join(' ')} (exit ${ran.status})`);
  if (!isOk) console.log(said);
  return !isOk;
});
console.log(`${cases.length - failed.length} of ${cases.length} on Node ${process.version}`);
process.exit(failed.length === 0 ? 0 : 1);
