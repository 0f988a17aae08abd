/** What the product may cost, each number in one place; `docs/guide/speed.md` explains them. */
export const budgets = {
  /** Bytes of `api.cjs`, which is read and compiled at every cold start. */
  entryBytes: 450_000,
  /** Module load of `api.cjs`, over that of a handler with the same three clients and nothing else. */
  loadRatio: 1.35,
  /** Milliseconds of CPU of one warm vend, where AWS answers at once. */
  vendCpuMs: 1.5,
  /** Calls per second over those of Cedar, whose policies were parsed before. */
  overCedar: 10,
  /** Milliseconds, for 100 reads of the local endpoint at once. */
  endpointP99Ms: 5,
  /** Resident megabytes of `exec` while its child runs. */
  execMb: 90,
  /** Milliseconds that `exec` adds to a child's start, beside the vend. */
  execAddsMs: 250,
  /** Milliseconds from start to end. */
  versionMs: 100,
  credentialsMs: 400,
} as const;

/** What every run of the tests holds: budgets with room for a busy machine, and what a missed one must not pass. */
export const ceilings = {
  /** In CPU, which other processes stretch less. */
  loadRatio: 1.6,
  /** CPU of the server's own code alone, many times what a quiet machine needs. */
  ownCpuMs: 1.5,
  /** CPU of a vend over that of its nine calls by bare SDK clients. */
  overSdk: 2.5,
  execAddsMs: 1_000,
  /** `sentinel --version` over Node alone. */
  versionOverNode: 2,
} as const;
