import { describe, expect, test } from 'vitest';
import { isPublicAddress } from './public-address.ts';

describe('SEC-31 no webhook leads', () => {
  test.each([
    ['to this host', ['127.0.0.1', '127.255.255.254', '0.0.0.0', '0.1.2.3', '::1', '::']],
    ['to a private network', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1']],
    ['to a unique-local network', ['fc00::1', 'fd00:ec2::254', 'fdff::1']],
    ['to metadata', ['169.254.169.254', '169.254.170.2', 'fd00:ec2::23', '168.63.129.16']],
    ['to a link', ['169.254.0.1', 'fe80::1', 'fe80::1%eth0', 'febf::1', 'fec0::1']],
    ["to a carrier's network", ['100.64.0.1', '100.100.100.200', '100.127.255.255']],
    ['to many at once', ['224.0.0.1', '239.255.255.250', '255.255.255.255', 'ff02::1']],
    ['to what is reserved', ['240.0.0.1', '192.0.0.8', '192.88.99.1', '198.18.0.1', '100::1']],
    [
      'to what is for books',
      ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
    ],
    [
      'to an IPv4 address within an IPv6 one',
      [
        '::ffff:127.0.0.1',
        '::ffff:a9fe:a9fe',
        '::ffff:8.8.8.8',
        '::127.0.0.1',
        '64:ff9b::7f00:1',
        '64:ff9b::808:808',
        '64:ff9b:1::a00:1',
        '2002:7f00:1::',
        '2001:0:7f00:1::',
        '2001::1',
      ],
    ],
    [
      'to what is no address',
      ['', 'localhost', '127.1', '0x7f.0.0.1', '2130706433', '8.8.8.8 ', '8.8.8.8:443', '[2600::]'],
    ],
  ])('%s', (_, addresses) => {
    const reached = addresses.filter(isPublicAddress);

    expect(reached, 'SECURITY VIOLATION: an address that is not public is reached').toEqual([]);
  });
});

test.each(['8.8.8.8', '1.1.1.1', '52.94.76.1', '172.32.0.1', '100.63.255.255', '223.255.255.255'])(
  'SEC-31 %s is public',
  (address) => {
    expect(isPublicAddress(address), 'SECURITY VIOLATION: nothing is told at all').toBe(true);
  },
);

test.each(['2600:1f18::1', '2a00:1450:4001:800::200e', '2606:4700:4700::1111'])(
  'SEC-31 %s is public',
  (address) => {
    expect(isPublicAddress(address), 'SECURITY VIOLATION: nothing is told at all').toBe(true);
  },
);
