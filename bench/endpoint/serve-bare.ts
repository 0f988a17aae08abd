import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { listen } from '@sentinel/tvm/testing/local-server';

// The floor: `node:http` alone, answering as many bytes as an endpoint does, and a child that reads them.
const body = JSON.stringify({ Token: 'x'.repeat(900) });
const server = createServer((_request, response) => {
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.length,
  });
  response.end(body);
});
const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${await listen(server)}/credentials` };
const [file = '', ...args] = process.argv.slice(2);
spawn(file, args, { env, stdio: 'inherit' }).once('exit', (code) => process.exit(code ?? 1));
