/** One call with a valid signature, as a stand-in saw it. */
export type Call = {
  /** Signing name of the service: `sts`, `ssm`, `dynamodb`. */
  readonly service: string;
  readonly operation: string;
  /** Which call of this server, from 1. */
  readonly nth: number;
  readonly accessKeyId: string;
  /** The members of the request. */
  readonly input: Input;
};

export type Input = Readonly<Record<string, unknown>>;

/** What goes back over the wire. */
export type Answer = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
};

/** What may go wrong with a call. */
export type Fault =
  /** The service fails before it does anything: its own internal error, unless told otherwise. */
  | {
      readonly kind: 'error';
      readonly status?: number;
      readonly code?: string;
      readonly message?: string;
    }
  /** The service's own throttling error, before it does anything. */
  | { readonly kind: 'throttle' }
  /** Nothing is done and nothing is answered; the connection stays open. */
  | { readonly kind: 'timeout' }
  /** Nothing is done; 200 with HTML. */
  | { readonly kind: 'garbage' }
  /** The work is done, then the connection is cut. */
  | { readonly kind: 'lost-reply' }
  /** The work is done, then half of the body is answered. */
  | { readonly kind: 'partial' }
  /** The work is done at once, the answer waits. */
  | { readonly kind: 'slow'; readonly until: Promise<unknown> }
  /** An answer out of date; each service says what that is. */
  | { readonly kind: 'stale' };

/**
 * Asked once a call, before it is handled; a promise holds the call back until it settles, so that a
 * test can put other work between.
 */
export type Faults = (call: Call) => Fault | undefined | Promise<Fault | undefined>;
