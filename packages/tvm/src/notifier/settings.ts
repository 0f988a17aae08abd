import { type Setting, settings } from '../settings.ts';

/** Every setting of the notifier, by its name in the environment. */
export const notifierSettings = {
  SENTINEL_TABLE: settings.SENTINEL_TABLE,
  SENTINEL_ACCOUNT_ID: settings.SENTINEL_ACCOUNT_ID,
  SENTINEL_PARAMETER_PREFIX: {
    ...settings.SENTINEL_PARAMETER_PREFIX,
    description: 'Where channels lie in SSM Parameter Store, below `channels/`',
  },
  AWS_REGION: settings.AWS_REGION,
} as const satisfies Readonly<Record<string, Setting>>;
