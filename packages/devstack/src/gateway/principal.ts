/** Who holds an access key: an IAM user, a role session or the account's root. */
export type Principal = {
  readonly secretAccessKey: string;
  /** Of temporary keys; must then come with every request. */
  readonly sessionToken?: string;
  readonly accountId: string;
  readonly userArn: string;
  /** `AIDA...`, `AROA...:session-name` or the account id. */
  readonly userId: string;
  readonly principalOrgId?: string;
};

/** `undefined`: the key does not exist, or is no longer valid. */
export type FindPrincipal = (accessKeyId: string) => Principal | undefined;
