import type { Front } from './link-parameters.ts';
import type { Client, Inbound } from './panel-records.ts';

/** What a link is called: the words behind its `#`. `front` null = nothing stands before the inbound. */
export type LinkName = (inbound: Inbound, client: Client, front: Front | null) => string;

/** From 3.4 on: the inbound and the client. */
export const inboundAndClient: LinkName = (inbound, client) => `${inbound.remark}-${client.email}`;

/** Before, for links that were asked for by email. */
export const inboundAlone: LinkName = (inbound, _client, front) => joined(inbound.remark, front?.remark);

/** Before, in subscriptions: also what is left at `now` (ms). */
export const whatIsLeft =
  (now: number): LinkName =>
  (inbound, client, front) => {
    const name = joined(inbound.remark, client.email, front?.remark);
    if (!client.enable) return `⛔️N/A-${name}`;
    return joined(name, trafficLeft(client), timeLeft(client, now));
  };

const joined = (...parts: (string | undefined)[]): string => parts.filter(Boolean).join('-');

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

function trafficLeft({ totalGB, up, down }: Client): string {
  let left = totalGB - up - down;
  if (left <= 0) return '';
  let unit = 0;
  while (left >= 1024 && unit < UNITS.length - 1) {
    left /= 1024;
    unit += 1;
  }
  return `${left.toFixed(2)}${UNITS[unit]}📊`;
}

const HOUR_MS = 3_600_000;

/** A period that has not begun counts whole. */
function timeLeft({ expiryTime }: Client, now: number): string {
  const ms = expiryTime > 0 ? expiryTime - now : -expiryTime;
  if (ms <= 0) return '';
  const hours = Math.floor(ms / HOUR_MS);
  const days = Math.floor(hours / 24);
  const parts = [days > 0 && `${days}D`, hours % 24 > 0 && `${hours % 24}H`];
  if (hours === 0) parts.push(`${Math.ceil(ms / 60_000)}M`);
  return `${parts.filter(Boolean).join(',')}⏳`;
}
