/** What each statement is for, by policy and by the statement's name. */
export const iamMeanings = {
  api: {
    Vend: 'assumes protected roles, in the accounts that are listed, and only by a SourceIdentity of its own making',
    Tag: 'says of each session whose it is and for which profile, which trust policies ask for; a request to tag has no SourceIdentity',
    Documents: 'reads directory, baseline, groups and policies; channels it cannot read',
    State:
      'keeps sessions, requests, break-glass and revocations; indexes serve listing; nothing is scanned or deleted',
    TableKey: 'lets DynamoDB decrypt the table in its name, and nothing else',
    Logs: 'writes decision records to its own log group',
  },
  authorizer: {
    State: 'looks up one session at a time',
    TableKey: 'lets DynamoDB decrypt the table in its name, and nothing else',
    Logs: 'writes to its own log group',
  },
  revoker: {
    Stream: 'lets Lambda read in its name what changed in the table',
    Streams: "lets Lambda find the table's streams in its name",
    State: 'reads revocations, and finishes what a crash left',
    TableKey: 'lets DynamoDB decrypt the table in its name, and nothing else',
    Revoke: 'goes to each account with protected roles, where it writes one policy',
    DeadLetters: 'lets Lambda put aside in its name what it could not handle',
    Logs: 'writes to its own log group',
  },
  notifier: {
    Stream:
      'lets Lambda read in its name what changed in the table; of the table itself it reads nothing',
    Streams: "lets Lambda find the table's streams in its name",
    TableKey: 'lets DynamoDB decrypt the stream in its name, and nothing else',
    Channels: 'reads channels, which nobody else reads',
    ChannelKey: 'lets Parameter Store decrypt channels in its name, and nothing else',
    Publish: 'publishes to the topics that are listed; left out where none is',
    DeadLetters: 'lets Lambda put aside in its name what it could not handle',
    Logs: 'writes to its own log group',
  },
  protectedRole: {
    Vend: 'the API assumes the role, for the profiles that it is pinned to, and by stamps that fit',
    Stamp: 'the API sets the SourceIdentity; a request for that has no tags',
    Tag: 'the API tags the session; a request for that has no SourceIdentity',
    EmergencyRole:
      'sessions of emergency roles go past the server, without an identity of its kind; who takes such a role has shown MFA there; left out where none is listed',
    EmergencyUser:
      'users of emergencies go past the server, with MFA and without an identity of its kind; left out where none is listed',
    EmergencyIdentity:
      'whoever of them has an identity of their own keeps it, or sets one; left out where nobody is listed',
  },
  emergencyRole: {
    WithMfa:
      'these users take the role, with a code of their MFA device in the call, or in the call that began their session',
  },
  chaining: {
    NoOtherChaining: 'sessions assume nothing else, whatever other policies of the role allow',
    Chaining:
      'sessions assume these roles; where none is listed, one statement `NoChaining` denies all',
  },
  accountRevokerTrust: {
    Revoke: 'the revoker of the hub assumes the role, and nobody else',
  },
  accountRevoker: {
    Revocations: 'writes versions of the one policy that protected roles carry, and frees old ones',
  },
} as const;
