import { expect, test } from 'vitest';
import { aRequest } from '../testing/a-request.ts';
import { sha256 } from '../testing/a-world.ts';
import { memoryChannels } from './memory/channels.ts';
import { memoryClock } from './memory/clock.ts';
import { memoryTimer } from './memory/timer.ts';
import { requestChanges } from './notify/request-changes.ts';
import { createTeller } from './teller.ts';

const canary = 'canary-canary-canary-canary-canary';

test.each([
  ['a webhook that fails', `url: https://a.example/${canary}\nkey: ${canary}`],
  ['a key that is misspelt', `url: https://a.example/${canary}\nkye: ${canary}`],
  ['a key with a space', `url: https://a.example/${canary}\nkey: "${canary} "`],
  ['an address without TLS', `url: http://a.example/${canary}\nkey: ${canary}`],
  ['an address that is a mapping', `url: {${canary}: ${canary}}\nkey: ${canary}`],
  ['a key as a member', `${canary}: 1\nurl: https://a.example/\nkey: ${canary}`],
  ['text that is no YAML', `key: "${canary}\n  - {${canary}`],
])('SEC-15 %s tells no key and no address', async (_, text) => {
  const lines: string[] = [];
  const clock = memoryClock(0);
  const channels = memoryChannels();
  channels.put('hook', `version: "1"\ntype: webhook\n${text}\n`);
  const fail = async () => {
    throw new Error(`could not reach ${canary}`);
  };
  const write = (line: string) => void lines.push(line);
  const teller = createTeller(
    {
      channels,
      messengers: { publish: fail, post: fail },
      trail: { write },
      clock,
      timer: memoryTimer(clock),
    },
    sha256,
  );
  const told = requestChanges(undefined, aRequest({ notify: ['hook'] }));

  expect(await teller([{ sequence: '1', item: 'aa', told }], 60_000)).toEqual(['1']);

  expect(lines.join('\n'), 'SECURITY VIOLATION: a line tells a secret').not.toContain('canary');
  expect(lines).not.toEqual([]);
});
