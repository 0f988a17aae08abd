/**
 * Signs by which Slack or Teams make text into links, mentions, code or emphasis, and what they are shown as. They
 * are replaced, not escaped: each client knows other escapes, and none of them sees a sign in these.
 */
const lookAlikes = [
  ['<', '‹'],
  ['>', '›'],
  ['&', '＆'],
  ['[', '［'],
  [']', '］'],
  ['`', 'ˋ'],
  ['*', '∗'],
  ['~', '∼'],
  ['|', '∣'],
  ['\\', '＼'],
] as const;

/**
 * Text of people for a chat: one line, as long as `maxLength` characters at most, that is neither link, nor mention,
 * nor format, whatever it holds. What they wrote to the letter is in the payload and in the command line's answers.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export function chatText(text: string, maxLength = 1000): string {
  const line = text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  const plain = lookAlikes
    .reduce((shown, [sign, look]) => shown.replaceAll(sign, look), line)
    // Also that of an address: clients make it a link.
    .replaceAll('@', '＠')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '＿')
    // Clients link what looks like an address without any sign around it.
    .replaceAll('://', '：//')
    .replace(/\bwww\./gi, 'www․')
    // Also a bare domain, that of an address of e-mail included, and a number of the network: a dot before the letters
    // that every domain ends in becomes a sign that looks like it.
    .replace(/(?<=\S)[.．。｡](?=\p{L})/gu, '․')
    .replace(/(?<=\d)[.．。｡](?=\d+(?:[.．。｡]\d+){2})/gu, '․')
    .replace(/\b(mailto|tel|javascript|data):/gi, '$1：');
  const characters = [...plain];
  return characters.length <= maxLength ? plain : `${characters.slice(0, maxLength - 1).join('')}…`;
}
