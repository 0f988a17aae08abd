import { tmpdir } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { aFunction } from '../../testing/a-runtime.ts';
import { type FunctionOptions, handlerOf, type LambdaFunction } from './lambda-function.ts';

const open: LambdaFunction[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((fn) => fn.close()));
});

function start(changes: Partial<FunctionOptions> = {}): LambdaFunction {
  const fn = aFunction(changes);
  open.push(fn);
  return fn;
}

function ask(fn: LambdaFunction, event: object, requestId?: string) {
  return fn.invoke(JSON.stringify(event), requestId);
}

async function echo(fn: LambdaFunction, event: object = {}) {
  const outcome = await ask(fn, { do: 'echo', ...event }, 'id/1 of many');
  return outcome.kind === 'answered' ? JSON.parse(outcome.payload) : outcome;
}

describe('a function', () => {
  test('answers in one process, event after event', async () => {
    const fn = start();
    expect(fn.starts()).toBe(0);
    const before = Date.now();

    const answers = await Promise.all([echo(fn, { n: 1 }), echo(fn, { n: 2 })]);

    expect(answers).toMatchObject([{ event: { n: 1 } }, { event: { n: 2 } }]);
    expect(answers[0]).toMatchObject({ id: 'id/1 of many', pid: fn.pid() });
    expect(answers[0].deadlineMs).toBeGreaterThanOrEqual(before + 10_000);
    expect(fn.starts()).toBe(1);
  });

  test("knows Lambda's variables and its own, and nothing of this machine's", async () => {
    process.env['SECRET_OF_THE_MACHINE'] = 'x';

    const answer = await echo(start({ variables: { _HANDLER: 'no.other' } }));

    delete process.env['SECRET_OF_THE_MACHINE'];
    expect(answer).toMatchObject({ _HANDLER: 'file.handler', HOME: tmpdir() });
    expect(answer).not.toHaveProperty('SECRET_OF_THE_MACHINE');
  });

  test.each<[string, object, object, number]>([
    ['its own error', { do: 'fail' }, { errorType: 'Own', errorMessage: 'bad event' }, 1],
    ['its nonsense', { do: 'babble' }, { errorType: 'Runtime.Unknown' }, 1],
    ['an answer too large', { do: 'flood' }, { errorType: 'Function.ResponseSizeTooLarge' }, 1],
    [
      'its end',
      { do: 'exit', code: 9 },
      { errorMessage: 'RequestId: a1 Error: Runtime exited with error: exit status 9' },
      2,
    ],
    [
      'its silence',
      { do: 'hang' },
      { errorMessage: 'RequestId: a1 Error: Task timed out after 1.50 seconds' },
      2,
    ],
  ])('fails by %s, and then answers', async (_, event, error, starts) => {
    const fn = start({ timeoutMs: 1500 });
    await echo(fn);

    const outcome = await ask(fn, event, 'a1');

    expect(outcome).toMatchObject({ kind: 'failed', error });
    expect(await echo(fn)).toMatchObject({ event: { do: 'echo' } });
    expect(fn.starts()).toBe(starts);
  });

  test.each<[string, Partial<FunctionOptions>, object]>([
    ['says what is wrong', { variables: { INIT: 'error' } }, { errorMessage: 'bad init' }],
    ['ends', { variables: { INIT: 'exit' } }, { errorType: 'Runtime.ExitError' }],
    ['is not there', { command: ['/nowhere/runtime'] }, { errorType: 'Runtime.InvalidEntrypoint' }],
  ])('fails at every event while its init %s', async (_, changes, error) => {
    const fn = start(changes);

    const outcomes = [await ask(fn, {}), await ask(fn, {})];

    expect(outcomes).toMatchObject([
      { kind: 'failed', error },
      { kind: 'failed', error },
    ]);
    expect(fn.starts()).toBe(2);
    expect(fn.pid()).toBeUndefined();
  });

  test('refuses answers to what is not under way', async () => {
    const lines: string[] = [];
    const fn = start({ onLine: (line) => lines.push(line) });

    const outcome = await ask(fn, { do: 'stray' });

    expect(outcome).toMatchObject({ kind: 'answered' });
    await expect.poll(() => lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject([
      { status: 400, errorType: 'InvalidRequestID' },
      { status: 404 },
      { status: 400, errorType: 'InvalidRequestID' },
    ]);
  });

  test('hands over its output line by line, and what its runtime logs message by message', async () => {
    const lines: string[] = [];

    await ask(start({ onLine: (line) => lines.push(line) }), { do: 'log' });

    expect(lines.toSorted()).toEqual(
      ['out\u2028one', 'out two\r', 'unfinished', 'framed\ntwice', 'framed\ntwice'].toSorted(),
    );
  });

  test('that is closed has no process, and fails what is under way and what comes', async () => {
    const lines: string[] = [];
    const fn = start({ onLine: (line) => lines.push(line) });
    const asked = [ask(fn, { do: 'hang' }), ask(fn, { do: 'echo' })];
    await expect.poll(() => lines).toEqual(['hanging']);
    const pid = Number(fn.pid());

    await fn.close();

    expect(await Promise.all([...asked, ask(fn, { do: 'echo' })])).toMatchObject([
      { kind: 'failed' },
      { kind: 'failed' },
      { kind: 'failed' },
    ]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(fn.starts()).toBe(1);
  });

  test('is a handler for the gateway: it answers with a value, or throws', async () => {
    const fn = start();
    const handler = handlerOf(fn);
    const context = { awsRequestId: 'a1', getRemainingTimeInMillis: () => 0 };
    const call = (event: object) =>
      // A gateway hands over whole events; this runtime reads one member.
      Reflect.apply(handler, undefined, [event, context]);

    expect(await call({ do: 'echo' })).toMatchObject({ id: 'a1' });
    await expect(call({ do: 'fail' })).rejects.toThrow('Own: bad event');
  });
});
