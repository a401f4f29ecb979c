import { isDeepStrictEqual } from 'node:util';
import { ApiError, badRequest } from './api-error.ts';
import type { Params } from './call-params.ts';
import { Described, type Method } from './method.ts';
import type { Webhook } from './webhook.ts';
import type { WebhookSetting } from './webhook-attempt.ts';

const PORTS = ['', '80', '88', '443', '8443'];
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const MAX_CONNECTIONS = 40;

/** Methods that say where updates go. */
export const WEBHOOK_METHODS: Record<string, Method> = {
  setWebhook: ({ telegram, params }) => {
    const { webhook, updates } = telegram;
    if (params.string('url')) webhook.admitSetting();
    const allowed = params.values.allowed_updates;
    const setting = params.string('url') ? settingOf(params) : null;
    if (Array.isArray(allowed)) updates.allow(allowed.map(String));
    if (params.flag('drop_pending_updates')) updates.clear();
    return setTo(webhook, setting);
  },
  deleteWebhook: ({ telegram, params }) => {
    if (params.flag('drop_pending_updates')) telegram.updates.clear();
    return setTo(telegram.webhook, null);
  },
  getWebhookInfo: ({ telegram: { webhook, updates } }) => ({
    url: webhook.setting?.url ?? '',
    has_custom_certificate: webhook.setting?.hasCertificate ?? false,
    pending_update_count: updates.pending,
    ...webhook.lastError(),
    ...(webhook.setting ? { max_connections: webhook.setting.maxConnections } : {}),
    ...(updates.allowed.length > 0 ? { allowed_updates: updates.allowed } : {}),
  }),
};

/** What is set already stays as it is, and goes on where it is. */
function setTo(webhook: Webhook, setting: WebhookSetting | null): Described {
  const word = setting ? 'set' : 'deleted';
  const isSame = isDeepStrictEqual(webhook.setting, setting) && !setting?.hasCertificate;
  if (isSame) return new Described(true, `Webhook is already ${word}`);
  webhook.set(setting);
  return new Described(true, `Webhook was ${word}`);
}

/** @throws ApiError with Telegram's words (contracts/telegram.md C3); 501 for an address outside of this machine. */
function settingOf(params: Params): WebhookSetting {
  const secret = params.string('secret_token') ?? '';
  if (!/^[\w-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters');
  return {
    url: checkedUrl(params.string('url') ?? ''),
    secret,
    maxConnections: Math.min(Math.max(params.number('max_connections') || MAX_CONNECTIONS, 1), 100),
    hasCertificate: params.files.size > 0,
  };
}

/** Plain HTTP is taken on the loopback only, which Telegram itself would refuse. */
function checkedUrl(told: string): string {
  if (!URL.canParse(told)) throw badRequest('invalid webhook URL specified');
  const { protocol, hostname, port } = new URL(told);
  const isHere = LOOPBACK.includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && isHere))
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  if (isHere) return told;
  if (!PORTS.includes(port))
    throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
  throw new ApiError(501, 'Not emulated: a webhook outside of this machine');
}
