import { isOnThisMachine } from './config-forms.ts';
import type { Values } from './config-variables.ts';
import type { Secret } from './model/values/secret.ts';

/** Where Telegram brings updates. */
export type WebhookConfig = {
  readonly url: string;
  /** The part of it that this program serves. */
  readonly path: string;
  /** null = it is made from the shop's keys. */
  readonly secret: Secret | null;
};

type Problem = { readonly name: string; readonly problem: string; readonly mend: string };

const TELEGRAM = 'https://api.telegram.org';
/** Bot API, setWebhook. */
const TELEGRAMS_PORTS = ['', '80', '88', '443', '8443'];

/** null = the bot polls. */
export function webhookOf({ WEBHOOK_URL: url, WEBHOOK_SECRET: secret }: Values): WebhookConfig | null {
  return url === null ? null : { url, path: new URL(url).pathname, secret };
}

/** What Telegram would refuse, and what would tell the bot's token to every proxy on the way. */
export function webhookProblems(values: Readonly<Partial<Values>>): Problem[] {
  const { WEBHOOK_URL: url, TELEGRAM_API_ROOT: apiRoot, BOT_TOKEN: token } = values;
  if (!url) return [];
  const { protocol, port } = new URL(url);
  const secretHalf = token?.reveal().split(':')[1];
  const rules: (Problem & { broken: boolean })[] = [
    {
      broken: protocol === 'http:' && !isOnThisMachine(apiRoot),
      ...{ name: 'WEBHOOK_URL', problem: 'is http, and Telegram takes https alone' },
      mend: 'write https://... (http only beside a TELEGRAM_API_ROOT on this machine)',
    },
    {
      broken: apiRoot === TELEGRAM && !TELEGRAMS_PORTS.includes(port),
      ...{ name: 'WEBHOOK_URL', problem: 'has a port that Telegram does not call' },
      mend: 'use 443, 80, 88 or 8443',
    },
    {
      broken: secretHalf !== undefined && url.includes(secretHalf),
      ...{ name: 'WEBHOOK_URL', problem: 'holds the token of the bot, and addresses stand in logs' },
      mend: 'choose another path, such as /hook/telegram',
    },
  ];
  return rules.filter(({ broken }) => broken).map(({ name, problem, mend }) => ({ name, problem, mend }));
}
