import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aRequest, aStep } from '../../testing/a-request.ts';
import { chatMessage } from './chat-message.ts';
import { chatText } from './chat-text.ts';
import { requestChanges } from './request-changes.ts';

const nasty = [
  '<!channel>',
  '<!here|look>',
  '<@U0123456>',
  '<#C0123456>',
  '<https://evil.example|sentinel approve>',
  '&lt;!channel&gt;',
  '@here',
  'hello @channel @everyone',
  '<at>Everyone</at>',
  '[sentinel approve](https://evil.example)',
  '[a]: https://evil.example',
  '![](https://evil.example/pixel.png)',
  'https://evil.example',
  'HTTP://evil.example',
  'www.evil.example',
  'evil.example/approve',
  'see EVIL.example, then',
  'a.1b.evil-2.xn--p1ai:8443/?a=b#c',
  '(bücher.example)',
  'evil．example 。evil。example｡com',
  '192.0.2.7/approve',
  'mailto:evil@evil.example',
  'javascript:alert(1)',
  '*approved by security*',
  '_approved_ __twice__',
  '~denied~',
  '`sentinel approve 1`',
  '```\ncode\n```',
  'to mend it\nApprovers: nobody\r\nBy: carol',
  'line\u2028Approvers: nobody',
  '\u202Egnol\u202C',
  '\u001b[31mred\u0007',
  'lone \ud800 half',
  '| a | b |\n|---|---|',
  '> quoted',
  '\\<!channel\\>',
] as const;

/** What a client could make into a link, a mention, code, emphasis or a line of its own. */
const sign =
  /[<>&[\]`*~|\\@\p{C}\u2028\u2029]|:\/\/|www\.|\S[.．。｡]\p{L}|\d+(?:\.\d+){3}|(?:mailto|tel|javascript|data):/iu;

describe('SEC-17 text of people in a chat', () => {
  test.each(nasty)('is neither link, mention, format nor line: %j', (text) => {
    expect(chatText(text), `SECURITY VIOLATION: ${JSON.stringify(text)} acts`).not.toMatch(sign);
  });

  test('is harmless whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(chatText(text), 'SECURITY VIOLATION: a text acts').not.toMatch(sign);
      }),
    );
  });

  test.each(nasty)('leaves the message as many lines as any other: %j', (text) => {
    const message = messageWith(text);
    const harmless = messageWith('to mend the build');
    const { title, description } = message.content;

    expect(
      description.split('\n').map((line) => line.split(':')[0]),
      'SECURITY VIOLATION: a text adds a line',
    ).toEqual(harmless.content.description.split('\n').map((line) => line.split(':')[0]));
    expect(title, 'SECURITY VIOLATION: a title acts').not.toMatch(sign);
    expect(description.replaceAll('\n', ''), 'SECURITY VIOLATION: it acts').not.toMatch(sign);
  });
});

function messageWith(text: string) {
  const request = aRequest({
    justification: text,
    ticket: text,
    approvals: [aStep('carol@example.com', { comment: text })],
  });
  const [told] = requestChanges(undefined, request);
  if (told === undefined) throw new Error('nothing is told');
  return chatMessage(told.notification);
}
