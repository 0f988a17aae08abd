export type OutputFormat = 'text' | 'json' | 'csv';

export type SigningService = 'execute-api' | 'lambda';

/** What files, environment and flags say; what none says is absent. */
export type Settings = {
  readonly tvmUrl?: string;
  readonly region?: string;
  readonly signingService?: SigningService;
  readonly signingRegion?: string;
  readonly baseProfile?: string;
  readonly durationSeconds?: number;
  readonly output: OutputFormat;
};
