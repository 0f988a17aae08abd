import { expect, test } from 'vitest';
import { aProof } from '../../testing/a-proof.ts';
import { partitionOf, stsHost } from '../region.ts';
import { identityRequest } from './identity-request.ts';

test('the request is all of our own making but for what varies', () => {
  const request = identityRequest(aProof({ audience: 'said.example.com' }), 'orders.example.com');

  expect(request).toEqual({
    host: 'sts.eu-west-1.amazonaws.com',
    target:
      '/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256' +
      '&X-Amz-Credential=ASIAEXAMPLEEXAMPLE01%2F20260125%2Feu-west-1%2Fsts%2Faws4_request' +
      '&X-Amz-Date=20260125T143000Z&X-Amz-Expires=60' +
      '&X-Amz-Security-Token=FwoGZXIvYXdzEXAMPLETOKEN%2B%2F%3D%3D' +
      `&X-Amz-Signature=${'ab'.repeat(32)}&X-Amz-SignedHeaders=host%3Bx-sentinel-audience`,
    headers: { host: 'sts.eu-west-1.amazonaws.com', 'x-sentinel-audience': 'orders.example.com' },
  });
});

test.each([
  ['eu-west-1', 'sts.eu-west-1.amazonaws.com', 'aws'],
  ['us-gov-west-1', 'sts.us-gov-west-1.amazonaws.com', 'aws-us-gov'],
  ['cn-north-1', 'sts.cn-north-1.amazonaws.com.cn', 'aws-cn'],
  ['us-iso-east-1', 'sts.us-iso-east-1.c2s.ic.gov', 'aws-iso'],
  ['us-isob-east-1', 'sts.us-isob-east-1.sc2s.sgov.gov', 'aws-iso-b'],
  ['eu-isoe-west-1', 'sts.eu-isoe-west-1.cloud.adc-e.uk', 'aws-iso-e'],
  ['us-isof-south-1', 'sts.us-isof-south-1.csp.hci.ic.gov', 'aws-iso-f'],
  ['eusc-de-east-1', 'sts.eusc-de-east-1.amazonaws.eu', 'aws-eusc'],
])('of %s the host is %s, in %s', (region, host, partition) => {
  expect([stsHost(region), partitionOf(region)]).toEqual([host, partition]);
});
