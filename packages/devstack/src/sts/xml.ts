import type { Answer } from '../http/call.ts';

/** An element with text, or with elements inside. */
export type Element = readonly [name: string, inside: string | readonly Element[]];

/** A refusal or failure of STS. */
export type StsError = {
  readonly code: string;
  readonly message: string;
  readonly status: number;
};

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** A successful answer in the query protocol. */
export function xmlAnswer(
  operation: string,
  result: readonly Element[],
  requestId: string,
): Answer {
  return document(200, `${operation}Response`, [
    [`${operation}Result`, result],
    ['ResponseMetadata', [['RequestId', requestId]]],
  ]);
}

/**
 * An error in the query protocol.
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export function xmlError({ code, message, status }: StsError, requestId: string): Answer {
  return document(status, 'ErrorResponse', [
    [
      'Error',
      [
        ['Type', status < 500 ? 'Sender' : 'Receiver'],
        ['Code', code],
        ['Message', message],
      ],
    ],
    ['RequestId', requestId],
  ]);
}

function document(status: number, root: string, inside: readonly Element[]): Answer {
  const body = `<${root} xmlns="${namespace}">\n${inside.map((one) => render(one, '  ')).join('')}</${root}>\n`;
  return { status, contentType: 'text/xml', body };
}

function render([name, inside]: Element, indent: string): string {
  if (typeof inside === 'string') return `${indent}<${name}>${escaped(inside)}</${name}>\n`;
  const within = inside.map((one) => render(one, `${indent}  `)).join('');
  return `${indent}<${name}>\n${within}${indent}</${name}>\n`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']|\p{Cc}/gu, (character) => `&#${character.charCodeAt(0)};`);
}
