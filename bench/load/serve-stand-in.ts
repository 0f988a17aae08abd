import { createServer, type RequestListener } from 'node:http';
import { listen, type Reply } from '@sentinel/tvm/testing/local-server';
import { ssmReply } from '@sentinel/tvm/testing/local-ssm';
import { assumed } from '@sentinel/tvm/testing/local-sts';
import { documents } from './documents.ts';
import { fill } from './fill.ts';
import { storedVends } from './stored-vends.ts';
import { createTable } from './table/answer.ts';
import { textOf } from './text-of.ts';

/** A request that was answered, to be asked again without the app. */
export type Kept = { readonly target: string; readonly type: string; readonly body: string };

/** What a stand-in was asked so far, by operation. */
export type Counts = Readonly<Record<string, number>>;

/** A process of its own: serves one service, named by its argument, until its input ends. It checks no signatures. */
const service = process.argv[2] ?? '';
const table = createTable();
const counts: Record<string, number> = {};
const kept: Kept[] = [];
const mostKept = 64;
const answer = answererOf(service);

const serve: RequestListener = async (request, response) => {
  const body = await textOf(request);
  const { url = '', headers } = request;
  const reply = url.startsWith('/-/') ? control(url.slice(3), body) : call(headers, body);
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-length': Buffer.byteLength(reply.body),
  });
  response.end(reply.body);
};
const server = createServer(serve);
server.keepAliveTimeout = 600_000;
console.log(await listen(server));
process.stdin.resume().once('end', () => process.exit(0));

function call(headers: Readonly<Record<string, string | string[] | undefined>>, body: string) {
  const target = String(headers['x-amz-target'] ?? '');
  const operation = target === '' ? 'AssumeRole' : target.slice(target.indexOf('.') + 1);
  counts[operation] = (counts[operation] ?? 0) + 1;
  kept.push({ target, type: String(headers['content-type']), body });
  if (kept.length > mostKept) kept.shift();
  return answer(operation, body);
}

function control(verb: string, body: string): Reply {
  switch (verb) {
    case 'counts':
      return json(counts);
    case 'kept':
      return json(kept);
    case 'fill':
      return json({ items: fill(table, JSON.parse(body)) });
    case 'vends':
      return json(storedVends(table));
    default:
      return { status: 404, body: '' };
  }
}

function answererOf(name: string): (operation: string, body: string) => Reply {
  switch (name) {
    case 'dynamodb':
      return (operation, body) => ({
        ...table.answer(operation, body),
        headers: { 'content-type': 'application/x-amz-json-1.0' },
      });
    case 'ssm':
      return (_, body) => {
        const { Name }: { readonly Name: string } = JSON.parse(body);
        const Value = documents[Name];
        if (Value === undefined) return ssmReply(400, { __type: 'ParameterNotFound' });
        return ssmReply(200, { Parameter: { Name, Type: 'String', Value, Version: 1 } });
      };
    case 'sts': {
      let issued = 0;
      // As long as AWS's are.
      const sessionToken = 'token'.repeat(200);
      return (_, body) => {
        issued += 1;
        const accessKeyId = `ASIA${String(issued).padStart(16, '0')}`;
        return assumed(body, Date.now(), { accessKeyId, sessionToken });
      };
    }
    default:
      throw new Error(`there is no stand-in of \`${name}\``);
  }
}

function json(body: unknown): Reply {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
