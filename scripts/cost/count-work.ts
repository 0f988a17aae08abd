import { person } from '@sentinel/core/testing/a-world';
import { createApi } from '@sentinel/tvm/lambda/create-api';
import { anEvent } from '@sentinel/tvm/testing/an-event';
import { ask } from '../../bench/stand-ins/documents.ts';
import { functionEnvironment, vendEvent, vendOnce } from '../../bench/vend/servers.ts';
import { type Asked, countingAws } from './counting-aws.ts';
import { evenLine } from './even-line.ts';

/** What one call makes the server do. */
export type Work = Asked & {
  /** Bytes of the lines that it writes. */
  readonly lineBytes: number;
  /** Bytes of the answer's body. */
  readonly answerBytes: number;
  readonly lines: readonly string[];
};

/** The work of the calls of a session, as the code does it now, on an instance that has done the same before. */
export type Works = {
  /** The first vend of an instance. */
  readonly first: Work;
  /** A vend that opens a session. */
  readonly opening: Work;
  /** A vend that renews one. */
  readonly renewal: Work;
  /** The call that ends one. */
  readonly ending: Work;
};

/** Runs the function's own code on stand-ins that count. */
export async function countWork(): Promise<Works> {
  const { handler, take } = countingAws();
  const { AWS_ENDPOINT_URL: _, ...env } = functionEnvironment('');
  let lines: string[] = [];
  const client = { region: 'eu-west-1', credentials, requestHandler: handler };
  const app = createApi({
    env,
    clients: { dynamodb: client, ssm: client, sts: client },
    write: (line) => lines.push(line),
  });
  const workOf = async (event: object): Promise<Work> => {
    lines = [];
    const answer = await vendOnce(app, event);
    const written = lines.map(evenLine);
    const lineBytes = written.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    return { ...take(), lineBytes, lines: written, answerBytes: Buffer.byteLength(answer) };
  };

  const first = await workOf(vendEvent(0));
  lines = [];
  const { Sentinel } = JSON.parse(await vendOnce(app, vendEvent(0)));
  take();
  const sessionId: string = Sentinel.SessionId;
  const opening = await workOf(vendEvent(0));
  const renewal = await workOf(vendEvent(0, sessionId));
  const ending = await workOf(endEvent(sessionId));
  return { first, opening, renewal, ending };
}

/** As of an execution role; nothing checks it. */
const credentials = {
  accessKeyId: 'ASIAEXAMPLEEXAMPLE01',
  secretAccessKey: 'secret',
  sessionToken: 'token',
};

function endEvent(sessionId: string): object {
  const signer = person('engineer0@example.com');
  return anEvent(signer, { method: 'POST', path: `/sessions/${sessionId}/end`, body: '{}' });
}

/** What was asked for in the vends that are counted. */
export const counted = ask;
