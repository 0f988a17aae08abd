import { randomUUID } from 'node:crypto';
import type { ItemChange } from '../dynamodb/changed.ts';
import type { Input } from '../http/call.ts';

/**
 * One record as Lambda hands it over.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export type StreamRecord = {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly dynamodb: {
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Input;
    readonly NewImage?: Input;
    readonly OldImage?: Input;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: 'NEW_AND_OLD_IMAGES';
  };
  readonly eventSourceARN: string;
};

export type StreamEvent = { readonly Records: readonly StreamRecord[] };

/** Makes the records of one table's stream, each with a later sequence number than the one before. */
export function recorder(about: {
  readonly streamArn: string;
  readonly region: string;
  nowMs(): number;
}): (change: ItemChange) => StreamRecord {
  let last = 0n;
  return ({ keys, before, after }) => {
    const nowMs = about.nowMs();
    const least = BigInt(nowMs) * 1_000_000n;
    last = last < least ? least : last + 1n;
    return {
      eventID: randomUUID().replaceAll('-', ''),
      eventName: after === undefined ? 'REMOVE' : before === undefined ? 'INSERT' : 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: about.region,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(nowMs / 1000),
        Keys: keys,
        ...(after !== undefined && { NewImage: after }),
        ...(before !== undefined && { OldImage: before }),
        SequenceNumber: String(last).padStart(25, '0').replace(/^0/, '1'),
        SizeBytes: Buffer.byteLength(JSON.stringify([keys, before, after])),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN: about.streamArn,
    };
  };
}
