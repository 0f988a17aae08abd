import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { NotifierPorts } from '@sentinel/core/notifier-ports';
import type { Clock, Sha256 } from '@sentinel/core/ports';
import { snsPublish } from '../adapters/sns-publish.ts';
import { ssmChannels } from '../adapters/ssm-channels.ts';
import { type WebhookOptions, webhookPost } from '../adapters/webhook.ts';
import { writeLine } from '../adapters/write-line.ts';
import { type Clients, clientSettings, type Service } from '../client-settings.ts';
import type { NotifierConfig } from './config.ts';

/** Every port of the notifier on AWS, and the hash that needs none. Touches no network. */
export function wireNotifier(
  config: NotifierConfig,
  options: Clients,
  webhook: WebhookOptions | undefined,
): NotifierPorts & { readonly sha256: Sha256 } {
  const settingsOf = (service: Service) =>
    clientSettings(service, { region: config.region, ...options[service] });
  const clock: Clock = { nowMs: () => Date.now() };
  return {
    channels: ssmChannels(new SSMClient(settingsOf('ssm')), config.parameterPrefix),
    messengers: {
      publish: snsPublish(new SNSClient(settingsOf('sns'))),
      post: webhookPost(clock, webhook),
    },
    trail: { write: writeLine },
    clock,
    timer: { wait: (ms) => setTimeout(ms) },
    sha256: (data) => createHash('sha256').update(data).digest(),
  };
}
