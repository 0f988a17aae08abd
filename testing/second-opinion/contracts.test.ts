import { afterAll, beforeAll } from 'vitest';
import { adapterContracts } from './adapter-contracts.ts';
import type { AwsApi } from './aws-api.ts';
import { startStandIns } from './stand-ins.ts';

let api: AwsApi;
beforeAll(async () => {
  api = await startStandIns();
});
afterAll(() => api.close());

adapterContracts('the stand-ins', () => api);
