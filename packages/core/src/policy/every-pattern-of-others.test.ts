import { testPatterns, times } from '../../testing/patterns.ts';
import { parseChannel, parseDirectory, parseGroup } from './parse.ts';

const trusted = (entry: string) =>
  parseDirectory(`version: "1"\nidentity: { trusted_session_names: [{ ${entry} }] }\n`);

testPatterns([
  {
    what: 'a pattern of subjects',
    parse: (glob) =>
      parseDirectory(`version: "1"\nrate: { limits: [{ users: [${glob}], per_minute: 1 }] }\n`),
    good: ['*', 'role/ci-*', '111122223333:iam/a?', times(140)],
    bad: ['', 'Role/ci', 'a b', times(141)],
  },
  {
    what: 'a subject',
    parse: (subject) => parseGroup(`version: "1"\nmembers: [${subject}]\n`),
    good: [
      'ab',
      'alice@example.com',
      'iam/a',
      '111122223333:role/ci',
      times(64),
      `iam/${times(64)}`,
    ],
    bad: ['a', 'Alice', 'iam/', 'user/a', '1111222233:iam/a', times(65), `iam/${times(65)}`],
  },
  {
    what: 'when a group was fetched',
    parse: (at) => parseGroup(`version: "1"\nsynced_at: ${at}\nmembers: [iam/a]\n`),
    good: ['2026-01-25T14:30:00Z', '2026-01-25T14:30:00.123Z'],
    bad: ['2026-01-25', '2026-01-25T14:30:00', '2026-01-25T14:30:00.1Z', '2026-01-25T14:30Z'],
  },
  {
    what: 'a domain',
    parse: (domain) => parseDirectory(`version: "1"\nidentity: { domain: ${domain} }\n`),
    good: ['example.com', 'a.b.co', `${times(63)}.com`, '1-a.io'],
    bad: ['com', 'example.', '-a.com', 'a-.com', 'Example.com', `${times(64)}.com`, 'a.c'],
  },
  {
    what: 'a trusted role',
    parse: (role) => trusted(`account: "111122223333", role: ${role}`),
    good: ['Dev', 'AWSReservedSSO_Dev_0123456789abcdef', 'a+b=c,d.e@f-g', times(64)],
    bad: [
      '',
      'a/b',
      'AWSReservedSSO_Dev',
      'AWSReservedSSO_Dev_0123456789abcdef0',
      'AWSReservedSSO_Dev_0123456789abcde',
      'AWSReservedSSO__0123456789abcdef',
      'SentinelProtected-Dev',
      times(65),
    ],
  },
  {
    what: 'the unique id of a trusted role',
    parse: (id) => trusted(`account: "111122223333", role: Dev, role_id: ${id}`),
    good: [`AROA${times(12, 'A')}`, `AROA${times(28, '0')}`],
    bad: [
      `AROA${times(11, 'A')}`,
      `AROA${times(29, 'A')}`,
      `AIDA${times(17, 'A')}`,
      `aroa${times(17)}`,
    ],
  },
  {
    what: 'an account',
    parse: (account) => trusted(`account: ${account}, role: Dev`),
    good: ['111122223333'],
    bad: ['11112222333', '1111222233334', 'aaaabbbbcccc'],
  },
  {
    what: 'a topic',
    parse: (arn) => parseChannel(`version: "1"\ntype: sns\ntopic_arn: ${arn}\n`),
    good: [
      'arn:aws:sns:eu-west-1:111122223333:a',
      'arn:aws-us-gov:sns:us-gov-west-1:111122223333:A_b-1',
    ],
    bad: [
      'arn:aws:sqs:eu-west-1:111122223333:a',
      'arn:aws:sns:eu-west-1:1111:a',
      'arn:aws:sns::1:a',
    ],
  },
  {
    what: 'an address',
    parse: (url) => parseChannel(`version: "1"\ntype: webhook\nurl: ${url}\nkey: "${times(32)}"\n`),
    good: ['https://a', 'https://hooks.example.com/x?y=z'],
    bad: ['http://a', 'https://', 'https://a b', 'ftp://https://a', `https://${times(1001)}`],
  },
  {
    what: 'a key',
    parse: (key) => parseChannel(`version: "1"\ntype: webhook\nurl: "https://a"\nkey: ${key}\n`),
    good: [times(32), times(256, '~')],
    bad: [times(31), times(257), `${times(16)} ${times(16)}`],
  },
]);
