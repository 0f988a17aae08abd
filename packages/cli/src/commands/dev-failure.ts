import { CliError, type ClientCode } from '../failure.ts';

type Mended = { readonly code: ClientCode; readonly message?: string; readonly help: string };

/** Why the stack did not start, as a `CliError` that says what to do; anything else is given back as it is. */
export function devFailure(error: unknown, port: number): unknown {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return error;
  const mended = mendedBy(error.code, port);
  if (mended === undefined) return error;
  const { code, message = error.message, help } = mended;
  return new CliError(code, message, { help, cause: error });
}

function mendedBy(code: string, port: number): Mended | undefined {
  switch (code) {
    case 'EADDRINUSE': {
      const message = `port ${port} is taken, maybe by another \`sentinel dev\``;
      return { code: 'FAILURE', message, help: anyFreePort };
    }
    case 'EACCES':
      return {
        code: 'FAILURE',
        message: `you may not listen on port ${port}`,
        help: anyFreePort,
      };
    case 'DATA_UNUSABLE':
      return { code: 'USAGE', help: 'name a directory that can be made and written' };
    case 'DATA_HELD':
      return { code: 'FAILURE', help: 'end another `sentinel dev`, or name another directory' };
    case 'EMULATOR_SILENT':
      return { code: 'UNREACHABLE', help: 'start it, or leave out `--aws-endpoint-url`' };
    case 'EMULATOR_UNFIT':
      return { code: 'FAILURE', help: 'it must offer STS, SSM and DynamoDB at this URL' };
    default:
      return undefined;
  }
}

const anyFreePort = '`sentinel dev --port 0` takes any free one';
