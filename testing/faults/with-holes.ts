/** An answer that lacks half of what it says: every second attribute of an item, every second element. */
export function withHoles(body: string): string {
  let nth = 0;
  if (body.startsWith('<')) {
    return body.replace(/<(\w+)>[^<]*<\/\1>/g, (element) => {
      nth += 1;
      return nth % 2 === 0 ? '' : element;
    });
  }
  return JSON.stringify(JSON.parse(body), (key, value) => {
    if (key === '' || /^(Items?|Attributes|Parameters?|\d+|M|S|N|L|SS|BOOL|B)$/.test(key))
      return value;
    nth += 1;
    return nth % 2 === 0 ? undefined : value;
  });
}
