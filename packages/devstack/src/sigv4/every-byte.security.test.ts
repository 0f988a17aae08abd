import { expect, test } from 'vitest';
import { against, changed, edited, signed } from '../../testing/signed-request.ts';
import { verify } from './verify.ts';
import type { WireRequest } from './wire-request.ts';

test('SEC-03 no single-byte change of a signed request is accepted', {
  timeout: 60_000,
}, async () => {
  const request = await signed();
  expect(verify(request, against).ok).toBe(true);
  const accepted: string[] = [];
  let tried = 0;

  for (const [part, variant] of singleByteChanges(request)) {
    tried += 1;
    if (verify(variant, against).ok) accepted.push(part);
  }

  expect(tried).toBeGreaterThan(100_000);
  expect(accepted, 'SECURITY VIOLATION: a changed request was accepted').toEqual([]);
});

/** Each part of the request with each of its bytes replaced by each other byte. */
function* singleByteChanges(request: WireRequest): Generator<[string, WireRequest]> {
  for (const [where, method] of variants(request.method))
    yield [`method ${where}`, { ...request, method }];
  for (const [where, target] of variants(request.target))
    yield [`target ${where}`, { ...request, target }];
  for (const [where, body] of variants(Buffer.from(request.body).toString('latin1'))) {
    yield [`body ${where}`, { ...request, body: Buffer.from(body, 'latin1') }];
  }
  for (const [name, value] of request.headers) {
    for (const [where, other] of variants(value)) {
      yield [
        `${name} ${where}`,
        changed(
          request,
          edited(name, () => other),
        ),
      ];
    }
  }
}

function* variants(text: string): Generator<[string, string]> {
  for (let at = 0; at < text.length; at += 1) {
    for (let code = 0; code < 256; code += 1) {
      if (code === text.charCodeAt(at)) continue;
      const byte = String.fromCharCode(code);
      yield [`${at}:${code}`, `${text.slice(0, at)}${byte}${text.slice(at + 1)}`];
    }
  }
}
