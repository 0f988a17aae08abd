/** A profile as the inspector gives it. https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile */
export type Profile = {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      /** From 0. */
      readonly lineNumber: number;
    };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
};

/** Where the time of a call goes. */
export const places = [
  'sockets, by the kernel',
  "Node's HTTP, streams and timers",
  "AWS's SDK",
  'hashes and signatures',
  "Lambda's runtime client",
  'our own code, and schemas',
  'collecting garbage',
  'promises, and what is not told apart',
  'the measuring itself',
] as const;

export type Place = (typeof places)[number];

/** Microseconds of a profile by where they were spent; `sourceOf` tells from which file a line of the bundle came. */
export function whereSpent(
  { nodes, samples, timeDeltas }: Profile,
  sourceOf: (line: number) => string,
): ReadonlyMap<Place, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((one) => [one, id])),
  );
  const stackOf = (id: number | undefined): readonly Frame[] => {
    const node = id === undefined ? undefined : byId.get(id);
    if (id === undefined || node === undefined) return [];
    const { functionName: name, url, lineNumber } = node.callFrame;
    const file = url.endsWith('/api.cjs') ? sourceOf(lineNumber) : url;
    return [{ name, file }, ...stackOf(parents.get(id))];
  };
  const placed = new Map(nodes.map(({ id }) => [id, placeOf(stackOf(id))]));
  const spent = new Map<Place, number>();
  for (const [nth, id] of samples.entries()) {
    const place = placed.get(id);
    if (place !== undefined) spent.set(place, (spent.get(place) ?? 0) + (timeDeltas[nth] ?? 0));
  }
  return spent;
}

/** `file`: empty for what is native. */
type Frame = { readonly name: string; readonly file: string };

/** `undefined`: nothing was done. The first frame is the innermost. */
function placeOf(stack: readonly Frame[]): Place | undefined {
  const [leaf] = stack;
  if (leaf === undefined || leaf.name === '(idle)') return undefined;
  if (leaf.name === '(garbage collector)') return 'collecting garbage';
  if (leaf.file === '' && /^(writev|write\w+|readStart|connect|shutdown)$/.test(leaf.name)) {
    return 'sockets, by the kernel';
  }
  const own = stack.findIndex(({ file }) => file !== '' && !file.startsWith('node:'));
  const within = own === -1 ? stack : stack.slice(0, own);
  if (within.some(({ file }) => file.startsWith('node:internal/crypto'))) {
    return 'hashes and signatures';
  }
  if (within.some(({ file }) => nodesHttp.test(file))) return "Node's HTTP, streams and timers";
  return own === -1 ? 'promises, and what is not told apart' : placeOfFile(stack[own]?.file ?? '');
}

const nodesHttp =
  /^node:(_http|http|net|events|stream|timers|internal\/(streams|stream_base|timers|event))/;

function placeOfFile(file: string): Place {
  if (/\/(measured|profiled)\.cjs$/.test(file)) return 'the measuring itself';
  if (file.includes('@smithy/signature-v4')) return 'hashes and signatures';
  if (/@(smithy|aws-sdk|aws)\//.test(file)) return "AWS's SDK";
  if (file.includes('aws-lambda-ric')) return "Lambda's runtime client";
  return 'our own code, and schemas';
}
