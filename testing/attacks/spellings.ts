import type { Shot } from './hostile-client.ts';
import type { Attack } from './repel.ts';

/** `refused`: as most of it, if left out. */
export type Spelling<T> = [wants: string, spelt: T, refused?: Attack['refused']];

/** How most of it is refused. */
export const invalid = { code: 'INVALID_REQUEST' };

/** A body with a vend. */
export const text = (body: string): Shot => ({ method: 'POST', target: '/', body });

/** A request by its target alone. */
export const query = (target: string): Shot => ({ target });

const id = '0123456789abcdef';

/** One parameter twice, in another case, or by another name. */
export const queries: readonly Spelling<Shot>[] = [
  ['the first of two profiles judged, the second vended', query('/?profile=dev&profile=database')],
  ['the same profile given twice', query('/?profile=dev&profile=dev')],
  ['a profile in capitals beside the real one', query('/?profile=dev&PROFILE=database')],
  ['a name in capitals alone', query('/?Profile=dev')],
  ['a name that is percent-encoded', query('/?%70rofile=dev')],
  ['an encoded name beside a plain one', query('/?profile=dev&profil%65=database')],
  ['a member of an array', query('/?profile[]=dev')],
  ['a member of an object', query('/?profile[name]=dev')],
  ['a pair without a value', query('/?profile')],
  ['a bare ampersand', query('/?profile=dev&')],
  ['a semicolon between pairs', query('/?profile=dev;duration=3600')],
  ['two equals signs', query('/?profile==dev')],
  ['a plus for a space', query('/?profile=dev+')],
  ['an unknown parameter', query('/?profile=dev&role_arn=x')],
  ['a role to choose', query('/?profile=dev&role=arn%3Aaws%3Aiam%3A%3A1%3Arole%2FX')],
  ['a prototype by a parameter', query('/?profile=dev&__proto__=x')],
  ['a constructor by a parameter', query('/?constructor=x&profile=dev')],
  ['a subject to be', query('/?profile=dev&subject=carol%40example.com')],
  ['a value with a NUL', query('/?profile=dev%00'), { code: 'INVALID_PROFILE' }],
  ['a value in broken UTF-8', query('/?profile=dev%C0%AE')],
  ['a value encoded twice', query('/?profile=de%2576'), { code: 'INVALID_PROFILE' }],
  ['a path instead of a name', query('/?profile=..%2Fdatabase'), { code: 'INVALID_PROFILE' }],
  [
    'a parameter of SSM by its name',
    query('/?profile=dev%2F..%2Fproduction'),
    { code: 'INVALID_PROFILE' },
  ],
  ['a profile in capitals', query('/?profile=DEV'), { code: 'INVALID_PROFILE' }],
  ['a profile in full width', query('/?profile=%EF%BD%84ev'), { code: 'INVALID_PROFILE' }],
  ['a duration with a sign', query('/?profile=dev&duration=-900'), { code: 'INVALID_DURATION' }],
  [
    'a duration with an exponent',
    query('/?profile=dev&duration=9e2'),
    { code: 'INVALID_DURATION' },
  ],
  ['a duration with spaces', query('/?profile=dev&duration=%20900'), { code: 'INVALID_DURATION' }],
  [
    'a duration in hexadecimal',
    query('/?profile=dev&duration=0x384'),
    { code: 'INVALID_DURATION' },
  ],
  ['a signature in the query', query('/?profile=dev&X-Amz-Security-Token=x'), 'gateway'],
  ['a signature in the query in lower case', query('/?profile=dev&x-amz-signature=x'), 'gateway'],
];

/** One member twice, in another case, or of another kind. */
export const bodies: readonly Spelling<string>[] = [
  ['the last of two keys', '{"profile":"database","profile":"dev"}'],
  ['the first of two keys', '{"profile":"dev","profile":"database"}'],
  ['a key twice, once escaped', '{"profile":"dev","\\u0070rofile":"database"}'],
  ['a key in capitals', '{"profile":"dev","Profile":"database"}'],
  ['only a key in capitals', '{"PROFILE":"dev"}'],
  ['a prototype', '{"profile":"dev","__proto__":{"scope":"x"}}'],
  ['a prototype alone', '{"__proto__":{"profile":"dev"}}'],
  ['an escaped prototype', '{"profile":"dev","\\u005f_proto__":{}}'],
  ['a constructor', '{"profile":"dev","constructor":{"prototype":{"profile":"x"}}}'],
  ['a role to choose', '{"profile":"dev","role_arn":"arn:aws:iam::444455556666:role/Admin"}'],
  ['a policy to add', '{"profile":"dev","policy":{"Statement":[]}}'],
  [
    'policies to add',
    '{"profile":"dev","policy_arns":["arn:aws:iam::aws:policy/AdministratorAccess"]}',
  ],
  ['tags to add', '{"profile":"dev","tags":{"SentinelProfile":"production"}}'],
  ['a source identity to choose', '{"profile":"dev","source_identity":"sentinel.direct.x"}'],
  ['a session name to choose', '{"profile":"dev","session_name":"carol"}'],
  ['a context of its own', '{"profile":"dev","requestContext":{"authorizer":{"iam":{}}}}'],
  ['a mode to choose', '{"profile":"dev","mode":"server"}'],
  ['a time to choose', '{"profile":"dev","now":"2020-01-01T00:00:00Z"}'],
  ['two profiles in a list', '["dev","database"]'],
  ['a profile in a list', '{"profile":["dev"]}', { code: 'INVALID_PROFILE' }],
  ['a profile in an object', '{"profile":{"toString":"dev"}}', { code: 'INVALID_PROFILE' }],
  ['a number for a profile', '{"profile":1}', { code: 'INVALID_PROFILE' }],
  ['a longer life by text', '{"profile":"dev","duration":"43200"}', { code: 'INVALID_DURATION' }],
  ['a longer life by an exponent', '{"profile":"dev","duration":1e9}'],
  ['a longer life', '{"profile":"dev","duration":43200}', { code: 'INVALID_DURATION' }],
  ['a life below zero', '{"profile":"dev","duration":-1}', { code: 'INVALID_DURATION' }],
  ['no number', '{"profile":"dev","duration":NaN}'],
  ['half a body', '{"profile":"dev"'],
  ['two bodies', '{"profile":"dev"}{"profile":"database"}'],
  ['a comment', '{"profile":"dev"/*,"x":1*/}'],
  ['a byte order mark', '\ufeff{"profile":"dev"}'],
  ['a text', '"dev"'],
  ['nothing', 'null'],
  [
    'a body of 17 KB',
    `{"profile":"dev","justification":"${'a'.repeat(17_000)}"}`,
    { code: 'TOO_LARGE' },
  ],
  ['nine levels', `{"profile":${'['.repeat(9)}${']'.repeat(9)}}`],
];

/** One path in another spelling. */
export const paths: readonly Spelling<Shot>[] = [
  ['a doubled slash', query('//?profile=dev'), 'gateway'],
  ['a slash at the end', query('/sessions/'), 'gateway'],
  ['a doubled slash within', query('/sessions//check'), 'gateway'],
  ['a dot at the end', query('/sessions.'), 'gateway'],
  ['a dot segment', query('/./sessions'), 'gateway'],
  ['a double dot segment', query(`/sessions/../revocations`), 'gateway'],
  ['an encoded double dot', query('/sessions/%2e%2e/revocations'), 'gateway'],
  ['a path in capitals', query('/Sessions'), 'gateway'],
  ['a matrix parameter', query('/sessions;a=b'), 'gateway'],
  ['a NUL in the path', query('/sessions%00'), 'gateway'],
  ['broken UTF-8 in the path', query('/sessions/%C0%AE'), 'gateway'],
  ['an encoded slash in an id', query(`/sessions/${id}%2Frevoke`), 'gateway'],
  [
    'an encoded slash that makes another route',
    { ...text('{"reason":"hello"}'), target: `/sessions/${id}%2frevoke` },
    { code: 'NOT_FOUND' },
  ],
  ['an id encoded twice', query(`/sessions/%2530123456789abcde`), { code: 'NOT_FOUND' }],
  ['an id in capitals', query(`/sessions/${id.toUpperCase()}`), { code: 'NOT_FOUND' }],
  ['a key of the table as an id', query('/sessions/x%23session%231'), { code: 'NOT_FOUND' }],
  ['an id that is too long', query(`/requests/${id}0`), { code: 'NOT_FOUND' }],
  [
    'a question mark in the path',
    query('/sessions/check%3Faccess_key_id=ASIAAAAAAAAAAAAAAAAA'),
    invalid,
  ],
  ['a prototype as an id', query('/requests/__proto__'), { code: 'NOT_FOUND' }],
  ['a stage before the path', query('/$default/sessions'), 'gateway'],
];
