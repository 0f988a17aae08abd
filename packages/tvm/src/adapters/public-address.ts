import { BlockList, isIP } from 'node:net';

/**
 * Whether an IP address, as text, is one of the public internet. Of IPv6 only global unicast is, and nothing that
 * carries an IPv4 address within: a translator on the way would lead to that one.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4');
    case 6:
      return (
        !address.includes('%') &&
        unicast.check(address, 'ipv6') &&
        !specialV6.check(address, 'ipv6')
      );
    default:
      return false;
  }
}

const special = blockList('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  // Carriers' own, and the metadata of one cloud within.
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Link-local: the metadata of instances and containers.
  ['169.254.0.0', 16],
  // Not special to IANA: the host's own services of one cloud.
  ['168.63.129.16', 32],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]);

const unicast = blockList('ipv6', [['2000::', 3]]);

const specialV6 = blockList('ipv6', [
  // Teredo carries IPv4 addresses.
  ['2001::', 23],
  ['2001:db8::', 32],
  // 6to4 does, too.
  ['2002::', 16],
  ['3fff::', 20],
]);

function blockList(
  family: 'ipv4' | 'ipv6',
  ranges: readonly (readonly [string, number])[],
): BlockList {
  const list = new BlockList();
  for (const [address, bits] of ranges) list.addSubnet(address, bits, family);
  return list;
}
