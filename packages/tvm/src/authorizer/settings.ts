import { hostPattern } from '@sentinel/core/token/proof';
import { type Setting, settings } from '../settings.ts';

const region = /^[a-z]{2,4}(-[a-z]{2,12}){1,2}-\d{1,2}$/;

/** Every setting of the authorizer, by its name in the environment. */
export const authorizerSettings = {
  SENTINEL_TABLE: settings.SENTINEL_TABLE,
  SENTINEL_AUDIENCE: {
    description:
      'Hosts that tokens are taken for, separated by commas: as API Gateway knows them, `requestContext.domainName`',
    expected: 'hosts in lower case without scheme, port or path, separated by commas',
    read: listOf(hostPattern),
  },
  SENTINEL_STS_REGIONS: {
    description: 'Regions whose STS may be asked who signed, separated by commas; its own if empty',
    fallback: '',
    expected: 'Regions such as `eu-west-1`, separated by commas',
    read: (text: string) => (text === '' ? [] : listOf(region)(text)),
  },
  AWS_REGION: settings.AWS_REGION,
} as const satisfies Readonly<Record<string, Setting>>;

function listOf(shape: RegExp) {
  return (text: string): readonly string[] | undefined => {
    const entries = text.split(/, ?/);
    return entries.every((entry) => shape.test(entry)) ? entries : undefined;
  };
}
