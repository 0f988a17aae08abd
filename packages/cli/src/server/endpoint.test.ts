import { expect, test } from 'vitest';
import type { Settings } from '../settings.ts';
import { endpointOf } from './endpoint.ts';

function endpoint(tvmUrl: string, settings: Partial<Settings> = {}) {
  return endpointOf({ output: 'text', tvmUrl, ...settings });
}

test.each([
  ['https://a1b2c3.execute-api.eu-west-1.amazonaws.com', 'execute-api', 'eu-west-1', ''],
  ['https://a1b2c3.execute-api.eu-west-1.amazonaws.com/', 'execute-api', 'eu-west-1', ''],
  [
    'https://A1B2C3.Execute-API.eu-west-1.AmazonAWS.com:443/prod/',
    'execute-api',
    'eu-west-1',
    '/prod',
  ],
  ['https://a1b2c3.execute-api.cn-north-1.amazonaws.com.cn', 'execute-api', 'cn-north-1', ''],
  ['https://a1b2c3.execute-api.us-gov-west-1.amazonaws.com', 'execute-api', 'us-gov-west-1', ''],
  ['https://abcdef.lambda-url.eu-central-1.on.aws/', 'lambda', 'eu-central-1', ''],
])('%s is signed for %s in %s', (url, service, region, basePath) => {
  expect(endpoint(url)).toMatchObject({ service, region, basePath, isLoopback: false, port: 443 });
});

test("an AWS host tells more surely than settings, which may be another server's", () => {
  const settings = {
    signingService: 'lambda',
    signingRegion: 'us-east-1',
    region: 'us-east-2',
  } as const;

  expect(endpoint('https://a.execute-api.eu-west-1.amazonaws.com', settings)).toMatchObject({
    service: 'execute-api',
    region: 'eu-west-1',
  });
});

test('a custom domain is signed for as settings say, `signing_region` before `region`', () => {
  const url = 'https://tvm.example.com:8443/v1';

  expect(
    endpoint(url, {
      signingService: 'execute-api',
      signingRegion: 'eu-west-1',
      region: 'eu-west-2',
    }),
  ).toMatchObject({ service: 'execute-api', region: 'eu-west-1', host: 'tvm.example.com:8443' });
  expect(endpoint(url, { signingService: 'lambda', region: 'eu-west-2' })).toMatchObject({
    service: 'lambda',
    region: 'eu-west-2',
  });
});

test.each([
  ['https://tvm.example.com', {}, 'set `signing_service`'],
  ['https://tvm.example.com', { signingService: 'lambda' }, 'set `signing_region`'],
  ['http://127.0.0.1:8080', {}, 'set `region`'],
] as const)('%s with %j says which setting is missing', (url, settings, message) => {
  expect(() => endpoint(url, settings)).toThrow(message);
});

test('without a URL it says where to give one', () => {
  expect(() => endpointOf({ output: 'text' })).toThrow('no server is set');
});

test.each([
  ['http://127.0.0.1:8080', '127.0.0.1', 8080],
  ['http://127.8.9.10', '127.8.9.10', 80],
  ['http://localhost:3000', 'localhost', 3000],
  ['http://[::1]:3000', '::1', 3000],
  ['https://localhost:3000', 'localhost', 3000],
])('%s is loopback', (url, hostname, port) => {
  expect(endpoint(url, { region: 'eu-west-1' })).toMatchObject({
    hostname,
    port,
    isLoopback: true,
    service: 'execute-api',
  });
});
