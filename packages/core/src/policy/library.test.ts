import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { SentinelError } from '../errors.ts';
import type { DocumentRef, Policies, StoredDocument } from '../ports.ts';
import { createLibrary } from './library.ts';
import type { DocumentNote } from './shelf.ts';

const startMs = Date.UTC(2026, 0, 25, 14, 30);

function profileText(reason = 'first'): string {
  return `
version: "1"
profile: { role_arn: "arn:aws:iam::111122223333:role/SentinelProtected-Dev" }
rules: [{ name: all, effect: allow, conditions: { any: true }, reason: ${reason} }]
`;
}

/** A library over documents that the test puts, takes away and makes fail, with a clock that it moves. */
function aLibrary(partition?: 'aws' | 'aws-cn') {
  const documents = new Map<string, StoredDocument>();
  const reads: string[] = [];
  const notes: DocumentNote[] = [];
  const clock = { atMs: startMs };
  const failure: { cause?: Error } = {};

  const answer = async <T>(key: string, value: () => T): Promise<T> => {
    reads.push(key);
    if (failure.cause) throw failure.cause;
    return value();
  };
  const policies: Policies = {
    read: (ref) => answer(keyOf(ref), () => documents.get(keyOf(ref))),
    profiles: () =>
      answer('all', () =>
        [...documents]
          .filter(([key]) => key.startsWith('profile/'))
          .map(([key, document]) => ({ name: key.slice('profile/'.length), document })),
      ),
  };
  const library = createLibrary({
    policies,
    clock: { nowMs: () => clock.atMs },
    sha256: (data) => createHash('sha256').update(data).digest(),
    ...(partition && { partition }),
    onNote: (note) => notes.push(note),
  });
  const put = (key: string, version: number, text: string) => {
    documents.set(key, { parameter: `/sentinel/${key}`, version, text });
  };
  const pass = (seconds: number) => {
    clock.atMs += seconds * 1000;
  };
  return { library, documents, reads, notes, failure, put, pass };
}

test('a library that nobody listens to says what is broken all the same', async () => {
  const library = createLibrary({
    policies: {
      read: async () => ({ parameter: '/sentinel/baseline', version: 1, text: 'nonsense' }),
      profiles: async () => [],
    },
    clock: { nowMs: () => startMs },
    sha256: (data) => createHash('sha256').update(data).digest(),
  });

  expect(await library.baseline()).toMatchObject({
    state: 'broken',
    detail: 'line 1, column 1: expected a mapping, found `nonsense`',
    source: { parameter: '/sentinel/baseline', version: 1 },
  });
});

type StoredProfile = Awaited<ReturnType<Policies['profiles']>>[number];

function keyOf(ref: DocumentRef): string {
  return 'name' in ref ? `${ref.kind}/${ref.name}` : ref.kind;
}

describe('one document', () => {
  test('is loaded with its source: parameter, version and hash', async () => {
    const { library, put } = aLibrary();
    put('profile/dev', 7, profileText());

    const loaded = await library.profile('dev');

    expect(loaded).toMatchObject({
      state: 'loaded',
      document: { profile: { sessionName: 'per_user' } },
      source: {
        parameter: '/sentinel/profile/dev',
        version: 7,
        sha256: createHash('sha256').update(profileText()).digest('hex'),
      },
    });
  });

  test('of each kind is read by its own schema', async () => {
    const { library, put } = aLibrary();
    put('directory', 1, 'version: "1"\nrate: { per_minute: 5 }\n');
    put('baseline', 1, 'version: "1"\ndefaults: { notify: [security] }\n');
    put('group/oncall', 1, 'version: "1"\nmembers: [alice@example.com]\n');

    const all = [
      await library.directory(),
      await library.baseline(),
      await library.group('oncall'),
    ];

    expect(all).toMatchObject([
      { document: { rate: { perMinute: 5 } } },
      { document: { defaults: { notify: ['security'] } } },
      { document: { members: new Set(['alice@example.com']) } },
    ]);
  });

  test('is read again only when its cache life of 30 s is over', async () => {
    const { library, put, pass, reads } = aLibrary();
    put('profile/dev', 1, profileText());

    await library.profile('dev');
    pass(29.999);
    await library.profile('dev');
    const within = reads.length;
    pass(0.001);
    await library.profile('dev');

    expect([within, reads.length]).toEqual([1, 2]);
  });

  test('is read once for all who ask at the same time', async () => {
    const { library, put, reads } = aLibrary();
    put('profile/dev', 1, profileText());

    const all = await Promise.all(Array.from({ length: 20 }, () => library.profile('dev')));

    expect(reads).toEqual(['profile/dev']);
    expect(new Set(all).size).toBe(1);
  });

  test('has a new version after its cache life', async () => {
    const { library, put, pass, notes } = aLibrary();
    put('profile/dev', 1, profileText('first'));
    await library.profile('dev');
    put('profile/dev', 2, profileText('second'));
    pass(30);

    const loaded = await library.profile('dev');

    expect(loaded).toMatchObject({
      document: { rules: [{ reason: 'second' }] },
      source: { version: 2 },
    });
    expect(notes).toEqual([]);
  });

  test('is read again when the clock was set back', async () => {
    const { library, put, pass, reads } = aLibrary();
    put('profile/dev', 1, profileText());
    await library.profile('dev');
    pass(-3600);

    await library.profile('dev');

    expect(reads).toHaveLength(2);
  });

  test('of another partition is broken', async () => {
    const { library, put } = aLibrary('aws-cn');
    put('profile/dev', 1, profileText());

    expect(await library.profile('dev')).toMatchObject({
      state: 'broken',
      detail: expect.stringContaining('expected partition `aws-cn`, found `aws`'),
    });
  });
});

describe('a store that cannot be read', () => {
  test('fails the call though an older copy is held past its life', async () => {
    const { library, put, pass, failure } = aLibrary();
    put('profile/dev', 1, profileText());
    await library.profile('dev');
    failure.cause = new SentinelError('DEPENDENCY_UNAVAILABLE', 'get parameter');
    pass(30);

    await expect(library.profile('dev')).rejects.toBe(failure.cause);
  });

  test('does not matter while what is held is fresh', async () => {
    const { library, put, pass, failure } = aLibrary();
    put('profile/dev', 1, profileText());
    await library.profile('dev');
    failure.cause = new Error('down');
    pass(29);

    expect(await library.profile('dev')).toMatchObject({ state: 'loaded' });
  });

  test.each(['directory', 'profiles'] as const)(
    'fails `%s` with one code whatever it threw',
    async (call) => {
      const { library, failure } = aLibrary();
      failure.cause = new TypeError('socket hang up');

      const failed = library[call]();

      await expect(failed).rejects.toMatchObject({
        name: 'SentinelError',
        code: 'DEPENDENCY_UNAVAILABLE',
        cause: failure.cause,
      });
    },
  );

  test('is asked again by the next call: a failure is not cached', async () => {
    const { library, put, failure } = aLibrary();
    put('profile/dev', 1, profileText());
    failure.cause = new Error('down');
    await expect(library.profile('dev')).rejects.toThrow();
    await expect(library.profiles()).rejects.toThrow();
    delete failure.cause;

    expect(await library.profile('dev')).toMatchObject({ state: 'loaded' });
    expect([...(await library.profiles()).keys()]).toEqual(['dev']);
  });
});

describe('a document that is not there', () => {
  test('is known to be missing for the cache life', async () => {
    const { library, put, pass, reads } = aLibrary();
    await library.profile('dev');
    put('profile/dev', 1, profileText());

    const within = await library.profile('dev');
    pass(30);
    const after = await library.profile('dev');

    expect([within.state, after.state]).toEqual(['missing', 'loaded']);
    expect(reads).toHaveLength(2);
  });

  test('is forgotten before others only when a thousand newer ones are known', async () => {
    const { library, reads } = aLibrary();
    await library.profile('first');
    for (let i = 0; i < 999; i += 1) await library.profile(`unknown-${i}`);
    await library.profile('first');
    const before = reads.length;
    await library.profile('one-more');
    await library.profile('first');

    expect([before, reads.length]).toEqual([1000, 1002]);
  });

  test('does not push out one that is there', async () => {
    const { library, put, reads } = aLibrary();
    put('profile/dev', 1, profileText());
    await library.profile('dev');
    for (let i = 0; i < 1500; i += 1) await library.profile(`unknown-${i}`);
    await library.profile('dev');

    expect(reads.filter((read) => read === 'profile/dev')).toHaveLength(1);
  });

  test.each(['', 'Dev', '../directory', 'a/b', 'dev ', 'a.b', 'x'.repeat(65), '__proto__', 'é'])(
    'never reaches the store under a name such as `%s`',
    async (name) => {
      const { library, reads } = aLibrary();

      const found = [await library.profile(name), await library.group(name)];

      expect(found).toEqual([{ state: 'missing' }, { state: 'missing' }]);
      expect(reads).toEqual([]);
    },
  );

  test('and was there once is missing after the cache life', async () => {
    const { library, put, pass, documents } = aLibrary();
    put('profile/dev', 1, profileText());
    await library.profile('dev');
    documents.clear();
    pass(30);

    expect(await library.profile('dev')).toEqual({ state: 'missing' });
  });

  test('and was there once is not back when the clock is set back', async () => {
    const { library, put, pass, documents } = aLibrary();
    put('profile/dev', 1, profileText());
    await library.profile('dev');
    documents.clear();
    pass(31);
    await library.profile('dev');
    pass(-11);

    expect(await library.profile('dev')).toEqual({ state: 'missing' });
  });
});

describe('a document that does not parse', () => {
  test('is broken for the cache life, with one note a load that says where and why', async () => {
    const { library, put, pass, notes, reads } = aLibrary();
    put('profile/dev', 3, profileText().replace('effect: allow', 'effect: Allow'));

    const loaded = await library.profile('dev');
    await library.profile('dev');
    const within = [reads.length, notes.length];
    pass(30);
    await library.profile('dev');

    const detail =
      'line 4, column 30, rules[0].effect: expected `allow`, `deny` or `require_approval`, found `Allow`';
    expect(loaded).toMatchObject({ state: 'broken', detail, source: { version: 3 } });
    expect(within).toEqual([1, 1]);
    expect(notes).toEqual([
      { kind: 'PolicyBroken', parameter: '/sentinel/profile/dev', detail },
      { kind: 'PolicyBroken', parameter: '/sentinel/profile/dev', detail },
    ]);
  });

  test('says how many more problems there are', async () => {
    const { library, put } = aLibrary();
    put('group/oncall', 1, 'version: "1"\nmembers: [Alice, Bob, Carol]\n');

    expect(await library.group('oncall')).toMatchObject({
      detail: expect.stringMatching(/^line 2, column 11, members\[0\]: .* \(and 2 more\)$/),
    });
  });
});

describe('a version lower than one that was seen', () => {
  test('waits until the life of the newer copy is over, then is taken with a note', async () => {
    const { library, put, pass, notes } = aLibrary();
    put('profile/dev', 5, profileText('five'));
    await library.profile('dev');
    put('profile/dev', 1, profileText('one'));
    pass(20);

    const listed = (await library.profiles()).get('dev');
    const single = await library.profile('dev');
    const notesBefore = [...notes];
    pass(10);
    const after = (await library.profiles()).get('dev');
    const singleAfter = await library.profile('dev');

    expect([listed, single]).toMatchObject([
      { source: { version: 5 } },
      { source: { version: 5 } },
    ]);
    expect(notesBefore).toEqual([]);
    expect([after, singleAfter]).toMatchObject([
      { source: { version: 1 } },
      { source: { version: 1 } },
    ]);
    expect(notes).toEqual([
      {
        kind: 'PolicyVersionWentBack',
        parameter: '/sentinel/profile/dev',
        detail: 'version 1 after version 5',
      },
    ]);
  });

  test('is noted also when the document was away in between', async () => {
    const { library, put, pass, documents, notes } = aLibrary();
    put('profile/dev', 5, profileText());
    await library.profile('dev');
    documents.clear();
    pass(30);
    await library.profile('dev');
    put('profile/dev', 1, profileText());
    pass(30);
    await library.profile('dev');

    expect(notes).toMatchObject([{ kind: 'PolicyVersionWentBack' }]);
  });

  test('is noted once, and the next version after it is nothing special', async () => {
    const { library, put, pass, notes } = aLibrary();
    for (const version of [5, 1, 1, 2]) {
      put('profile/dev', version, profileText());
      await library.profile('dev');
      pass(30);
    }

    expect(notes).toHaveLength(1);
  });
});

describe('all profiles', () => {
  test('are read at once, broken ones too, and then are known one by one', async () => {
    const { library, put, reads } = aLibrary();
    put('profile/dev', 1, profileText());
    put('profile/prod', 1, 'nonsense');

    const profiles = await library.profiles();
    const states = Array.from(profiles, ([name, loaded]) => [name, loaded.state]);
    const single = [await library.profile('dev'), await library.profile('prod')];

    expect(states).toEqual([
      ['dev', 'loaded'],
      ['prod', 'broken'],
    ]);
    expect(single).toEqual([profiles.get('dev'), profiles.get('prod')]);
    expect(reads).toEqual(['all']);
  });

  test('are read once for all who ask within the cache life', async () => {
    const { library, put, pass, reads } = aLibrary();
    put('profile/dev', 1, profileText());

    await Promise.all([library.profiles(), library.profiles()]);
    pass(29);
    await library.profiles();
    const within = reads.length;
    pass(1);
    await library.profiles();

    expect([within, reads.length]).toEqual([1, 2]);
  });

  test('are read again when the clock was set back', async () => {
    const { library, pass, reads } = aLibrary();
    await library.profiles();
    pass(-3600);

    await library.profiles();

    expect(reads).toEqual(['all', 'all']);
  });

  test('that were asked for earlier take the place of nothing that was read later', async () => {
    const listing = Promise.withResolvers<readonly StoredProfile[]>();
    const again = { parameter: '/sentinel/profile/dev', version: 1, text: profileText('again') };
    let atMs = startMs;
    const library = createLibrary({
      policies: { read: async () => again, profiles: () => listing.promise },
      clock: { nowMs: () => atMs },
      sha256: (data) => createHash('sha256').update(data).digest(),
    });

    const listed = library.profiles();
    atMs += 1;
    await library.profile('dev');
    const before = { ...again, version: 5, text: profileText('before it was deleted') };
    listing.resolve([{ name: 'dev', document: before }]);

    for (const loaded of [(await listed).get('dev'), await library.profile('dev')]) {
      expect(loaded).toMatchObject({ document: { rules: [{ reason: 'again' }] } });
    }
  });

  test('leave out what lies under a name that is no profile name', async () => {
    const { library, put } = aLibrary();
    put('profile/dev', 1, profileText());
    put('profile/Dev', 1, profileText());
    put('profile/readonly.payments', 1, profileText());

    expect([...(await library.profiles()).keys()]).toEqual(['dev']);
  });
});
