import { expect, test } from 'vitest';
import { exitCodeOf } from '../exit-codes.ts';
import { CliError } from '../failure.ts';
import { devFailure } from './dev-failure.ts';

test.each([
  ['EADDRINUSE', 1, 'port 4577 is taken', 'sentinel dev --port 0'],
  ['EACCES', 1, 'may not listen on port 4577', 'sentinel dev --port 0'],
  ['DATA_UNUSABLE', 2, 'said by the stack', 'can be made and written'],
  ['DATA_HELD', 1, 'said by the stack', 'another `sentinel dev`'],
  ['EMULATOR_SILENT', 7, 'said by the stack', 'start it'],
  ['EMULATOR_UNFIT', 1, 'said by the stack', 'STS, SSM and DynamoDB'],
])('%s ends with %i, a sentence and a help', (code, exitCode, message, help) => {
  const error = Object.assign(new Error('said by the stack'), { code });

  const failure = devFailure(error, 4577);

  expect(failure).toMatchObject({
    message: expect.stringContaining(message),
    help: expect.stringContaining(help),
    cause: error,
  });
  expect(failure instanceof CliError && exitCodeOf(failure.code)).toBe(exitCode);
});

test.each([new Error('a bug'), Object.assign(new Error('other'), { code: 'EPIPE' }), 'no error'])(
  'what is no failure of a start goes on as it is: %s',
  (error) => {
    expect(devFailure(error, 4577)).toBe(error);
  },
);
