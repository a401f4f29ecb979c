import type { Client } from './panel-records.ts';
import type { PanelStore } from './panel-store.ts';

const DAY_MS = 86_400_000;

/** What the panel's traffic poll does at `now` (ms): clients that are used up or past their end are switched off. */
export function pollDepletion(store: PanelStore, now: number): void {
  for (const client of store.clients().filter((one) => isDepleted(one, now))) {
    store.saveClient(
      renewsItself(client, now) ? renewed(client, now) : { ...client, enable: false, updatedAt: now },
    );
  }
}

const isDepleted = (client: Client, now: number): boolean =>
  client.enable && (isUsedUp(client) || isPast(client, now));

const isUsedUp = ({ totalGB, up, down }: Client): boolean => totalGB > 0 && up + down >= totalGB;

const isPast = ({ expiryTime }: Client, now: number): boolean => expiryTime > 0 && expiryTime <= now;

const renewsItself = (client: Client, now: number): boolean => client.reset > 0 && isPast(client, now);

/** A client with `reset` days begins again for free, as often as it takes to lie in the future. */
function renewed(client: Client, now: number): Client {
  const period = client.reset * DAY_MS;
  const periods = Math.floor((now - client.expiryTime) / period) + 1;
  return { ...client, up: 0, down: 0, expiryTime: client.expiryTime + periods * period, updatedAt: now };
}
