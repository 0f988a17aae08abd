import { expect, test } from 'vitest';
import { csv } from './csv.ts';

function cellOf(value: string): string {
  return (
    csv({ columns: [{ key: 'k', title: 'K' }], rows: [[value]], data: [] }).split('\n')[1] ?? ''
  );
}

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['  =1', `"'  =1"`],
  ['＝1', "'＝1"],
  ['=HYPERLINK("http://x";"y")', `"'=HYPERLINK(""http://x"";""y"")"`],
  ['\t=1', '\\u{9}=1'],
  ['\r=1', '\\u{d}=1'],
])('SEC-31 a spreadsheet takes %j for text', (value, cell) => {
  expect(cellOf(value), 'SECURITY VIOLATION: a formula reaches the spreadsheet').toBe(cell);
});

test('SEC-17 a record stays on its line, whatever its text', () => {
  const rows = [['a\nb'], ['c\r\nd'], ['e\u2028f']];

  const text = csv({ columns: [{ key: 'k', title: 'K' }], rows, data: [] });

  expect(text.split('\n').length, 'SECURITY VIOLATION: a text begins a record').toBe(5);
});
