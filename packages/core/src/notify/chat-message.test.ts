import { expect, test } from 'vitest';
import { aRequest, aStep } from '../../testing/a-request.ts';
import { chatMessage } from './chat-message.ts';
import { chatText } from './chat-text.ts';
import { requestChanges } from './request-changes.ts';

test('what people read every day stays as they write it', () => {
  const text = 'deploy v1.2 (hotfix #42) for svc_billing: 10% of users, see OPS-7!';

  expect(chatText(text)).toBe(text);
});

test('a long text is cut, between characters', () => {
  expect(chatText('😀'.repeat(10), 4)).toBe('😀😀😀…');
});

test('a message follows the schema of custom notifications', () => {
  const message = messageWith('to mend the build');

  expect(message).toMatchObject({
    version: '1.0',
    source: 'custom',
    id: '00000000000000aa.2',
    content: {
      textType: 'client-markdown',
      title: 'alice＠example․com was approved for production',
      nextSteps: ['`sentinel exec production`', '`sentinel cancel 00000000000000aa`'],
    },
    metadata: {
      threadId: '00000000000000aa',
      eventType: 'request.approved',
      relatedResources: ['production'],
    },
  });
  expect(message.content.description).toContain(
    'Why: to mend the build\nTicket: to mend the build\nFor: 1h\n',
  );
  expect(message.content.title.length).toBeLessThanOrEqual(250);
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
