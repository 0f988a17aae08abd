import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createChain, noHash } from './chain.ts';
import { asciiLine } from './line.ts';
import { blankRecord, type DecisionRecord } from './record.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest();

function record(fields: Partial<DecisionRecord> = {}): DecisionRecord {
  return { ...blankRecord, event: 'vend', request_id: '0123456789abcdef', ...fields };
}

describe('SEC-16 the chain', () => {
  test('SEC-16 each line carries its writer, its place and the hash of the one before', () => {
    const append = createChain('a1b2', sha256);

    const lines = [append(record()), append(record({ outcome: 'deny' })), append(record())];

    const parsed = lines.map((line) => JSON.parse(line.text));
    expect(parsed.map((each) => each.writer)).toEqual(['a1b2', 'a1b2', 'a1b2']);
    expect(parsed.map((each) => each.seq)).toEqual([0, 1, 2]);
    expect(
      parsed.map((each) => each.prev),
      'SECURITY VIOLATION: a line does not name the one before',
    ).toEqual([noHash, lines[0]?.hash, lines[1]?.hash]);
  });

  test('SEC-16 the hash covers every byte of the line before it', () => {
    const { text, hash } = createChain('a1b2', sha256)(record({ reason: 'change freeze' }));

    const covered = `${text.slice(0, text.lastIndexOf(',"hash":'))}}`;

    const recomputed = createHash('sha256').update(covered).digest('hex');
    expect(recomputed, 'SECURITY VIOLATION: the hash is of something else').toBe(hash);
    expect(text.endsWith(`,"hash":"${hash}"}`)).toBe(true);
  });

  test('SEC-16 members stand in one order, whatever order a record was made in', () => {
    const made = record({ ticket: 'OPS-1' });
    const { time, subject, ...rest } = made;
    const madeOtherwise = [made, { ...rest, subject, time }, { subject, ...rest, time }];

    const lines = madeOtherwise.map((each) => createChain('a1b2', sha256)(each).text);

    const violation = 'SECURITY VIOLATION: one record has lines of several hashes';
    expect(new Set(lines), violation).toHaveLength(1);
    for (const line of lines) {
      expect(Object.keys(JSON.parse(line)), 'SECURITY VIOLATION: not in the order').toEqual([
        ...Object.keys(blankRecord),
        'writer',
        'seq',
        'prev',
        'hash',
      ]);
    }
  });
});

describe('SEC-17 one line per record', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '\r\n',
      '\u001b[31mred\u001b[0m',
      '\u2028\u2029',
      '\u202e\u2066',
      '\ud800',
      '\udc00x',
      '%s %n {{y}}',
      ['$', '{x}'].join(''),
      '\u007f\u0085\u009b',
      '"},{"forged":"',
    ),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  );

  test('SEC-17 whatever a text holds, it is one line of printable ASCII and comes back intact', () => {
    const append = createChain('a1b2', sha256);
    const property = fc.property(nasty, nasty, (reason, agent) => {
      const { text } = append(record({ justification: reason, user_agent: agent }));

      expect(text, 'SECURITY VIOLATION: more than printable ASCII').toMatch(/^[\x20-\x7e]*$/);
      const parsed = JSON.parse(text);
      expect(parsed.justification, 'SECURITY VIOLATION: a text was changed').toBe(reason);
      expect(parsed.user_agent).toBe(agent);
    });

    fc.assert(property, { numRuns: 20_000 });
  });

  test('SEC-17 a line of detail for operators is one line too', () => {
    const line = asciiLine({ detail: 'a\nb\u2028c\u001b[2J' });

    expect(line).toBe('{"detail":"a\\nb\\u2028c\\u001b[2J"}');
  });
});
