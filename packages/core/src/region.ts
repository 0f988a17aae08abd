/**
 * Partition and DNS suffix by the beginnings of Regions; all others lie in `aws`.
 * https://docs.aws.amazon.com/general/latest/gr/rande.html
 */
const partitions = [
  ['cn-', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-', 'aws-us-gov', 'amazonaws.com'],
  ['us-iso-', 'aws-iso', 'c2s.ic.gov'],
  ['us-isob-', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['eu-isoe-', 'aws-iso-e', 'cloud.adc-e.uk'],
  ['us-isof-', 'aws-iso-f', 'csp.hci.ic.gov'],
  ['eusc-', 'aws-eusc', 'amazonaws.eu'],
] as const;

const otherwise = ['', 'aws', 'amazonaws.com'] as const;

/** Of a Region: `aws`, `aws-cn`, ... */
export function partitionOf(region: string): string {
  return entryOf(region)[1];
}

/** The Regional endpoint of STS, such as `sts.eu-west-1.amazonaws.com`. */
export function stsHost(region: string): string {
  return `sts.${region}.${entryOf(region)[2]}`;
}

function entryOf(region: string) {
  return partitions.find(([beginning]) => region.startsWith(beginning)) ?? otherwise;
}
