import type { Problem } from '../problems.ts';
import { maxDocumentBytes } from './limits.ts';
import { positionsIn } from './position.ts';

/** Control and invisible characters, and halves of surrogate pairs; tab and line ends aside. */
const hidden =
  /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]|\r(?!\n)/u;

/** What is wrong with a document's text before it is read at all. */
export function checkText(text: string): Problem | undefined {
  const bytes =
    text.length > maxDocumentBytes ? text.length : new TextEncoder().encode(text).byteLength;
  if (bytes > maxDocumentBytes) {
    const message = `expected at most ${maxDocumentBytes} bytes, found ${text.length > maxDocumentBytes ? 'at least ' : ''}${bytes}`;
    return { line: 1, column: 1, path: '', message };
  }
  const at = text.search(hidden);
  if (at === -1) return undefined;
  const code = Number(text.codePointAt(at)).toString(16).toUpperCase().padStart(4, '0');
  const message = `character U+${code} cannot be seen and is not allowed`;
  return { ...positionsIn(text)(at), path: '', message };
}
