import { createServer } from 'node:http';
import { listen } from '@sentinel/tvm/testing/local-server';
import { standInAws } from './aws.ts';

/** A process of its own: serves the stand-ins and prints their address, until its input ends. */
const answer = standInAws();
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const target = request.headers['x-amz-target'];
    const { status, headers, body } = answer({
      target: typeof target === 'string' ? target : undefined,
      body: Buffer.concat(chunks).toString(),
    });
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
});
console.log(await listen(server));
process.stdin.resume().once('end', () => process.exit(0));
