import type { WireRequest } from '../sigv4/wire-request.ts';

/** A request with what its connection tells. */
export type Received = {
  readonly request: WireRequest;
  /** `HTTP/1.1`. */
  readonly protocol: string;
  readonly sourceIp: string;
  /** Of the gateway. */
  readonly port: number;
};
