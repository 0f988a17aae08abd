import { tmpdir } from 'node:os';
import { createFunction, type FunctionOptions } from '../src/runtime-api/lambda-function.ts';

/** A runtime of a few lines, which does what an event tells it to; `INIT` tells it how to begin. */
const source = `
const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/';
const post = async (path, body) => {
  const answer = await fetch(api + path, { method: 'POST', body });
  return { status: answer.status, ...(await answer.json()) };
};
const error = (errorMessage) => JSON.stringify({ errorType: 'Own', errorMessage, trace: ['here'] });
const { INIT } = process.env;
if (INIT === 'error') await post('init/error', error('bad init'));
if (INIT !== undefined) process.exit(3);
for (;;) {
  const next = await fetch(api + 'invocation/next');
  const id = next.headers.get('lambda-runtime-aws-request-id');
  const invocation = 'invocation/' + encodeURIComponent(id) + '/';
  const event = await next.json();
  if (event.do === 'echo') {
    const { _HANDLER, HOME, SECRET_OF_THE_MACHINE } = process.env;
    const deadlineMs = Number(next.headers.get('lambda-runtime-deadline-ms'));
    const body = { event, id, deadlineMs, pid: process.pid, _HANDLER, HOME, SECRET_OF_THE_MACHINE };
    await post(invocation + 'response', JSON.stringify(body));
  }
  if (event.do === 'fail') await post(invocation + 'error', error('bad event'));
  if (event.do === 'babble') await post(invocation + 'error', 'no json');
  if (event.do === 'exit') process.exit(event.code);
  if (event.do === 'hang') {
    console.log('hanging');
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  }
  if (event.do === 'flood') {
    const refused = await post(invocation + 'response', '"' + 'x'.repeat(6 * 1024 * 1024) + '"');
    console.log(JSON.stringify(refused));
  }
  if (event.do === 'stray') {
    const strays = [await post('invocation/other/response', '1'), await post('nowhere', '')];
    await post(invocation + 'response', JSON.stringify(strays));
    strays.push(await post(invocation + 'response', '"again"'));
    console.log(JSON.stringify(strays));
  }
  if (event.do === 'log') {
    process.stdout.write('out\\u2028one\\nout two\\r\\n');
    process.stderr.write('unfinished');
    const message = Buffer.from('framed\\ntwice\\n');
    const header = Buffer.alloc(16);
    header.writeUInt32BE(0xa55a0003);
    header.writeUInt32BE(message.length, 4);
    const frame = Buffer.concat([header, message]);
    const { writeSync } = await import('node:fs');
    writeSync(Number(process.env._LAMBDA_TELEMETRY_LOG_FD), frame.subarray(0, 20));
    writeSync(Number(process.env._LAMBDA_TELEMETRY_LOG_FD), Buffer.concat([frame.subarray(20), frame]));
    process.exit(0);
  }
}`;

/** A function under that runtime. */
export function aFunction(changes: Partial<FunctionOptions> = {}) {
  return createFunction({
    name: 'fn',
    functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:fn',
    region: 'eu-west-1',
    command: [process.execPath, '--input-type=module', '-e', source],
    codeFolder: tmpdir(),
    handler: 'file.handler',
    credentials: { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' },
    variables: {},
    memoryMb: 128,
    timeoutMs: 10_000,
    ...changes,
  });
}
