import { randomUUID } from 'node:crypto';
import { type BenchPanel, entered, isOld, send } from './panel-callers.ts';

/** Sells one order on a panel in its own way. */
export type Rival = (panel: BenchPanel) => Promise<void>;

/** As most shops: logs in, reads the list, adds, reads the list again, each on a connection of its own. */
export const naive: Rival = async (panel) => {
  const { headers } = await entered(panel);
  await send(panel, 'panel/api/inbounds/list', { headers });
  await addition(panel, headers);
  await send(panel, 'panel/api/inbounds/list', { headers });
};

/** The strong one: logs in once for all its orders, adds, and believes the answer. */
export function warm(): Rival {
  const logins = new Map<number, ReturnType<typeof entered>>();
  return async (panel) => {
    const login = logins.get(panel.n) ?? entered(panel);
    logins.set(panel.n, login);
    await addition(panel, (await login).headers);
  };
}

/** Has `orders` sold over all panels by so many workers; answers orders per minute. */
export async function orderRate(
  rival: Rival,
  panels: readonly BenchPanel[],
  { orders, workers }: { orders: number; workers: number },
): Promise<number> {
  const begun = performance.now();
  let next = 0;
  const work = async () => {
    for (let order = next++; order < orders; order = next++) {
      const panel = panels[order % panels.length];
      if (panel) await rival(panel);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return (orders * 60_000) / (performance.now() - begun);
}

async function addition(panel: BenchPanel, headers: Record<string, string>): Promise<void> {
  const email = `rival-${randomUUID()}`;
  const client = { email, id: randomUUID(), subId: randomUUID(), enable: true };
  if (isOld(panel)) {
    const body = { id: 1, settings: JSON.stringify({ clients: [client] }) };
    await send(panel, 'panel/api/inbounds/addClient', { headers, body });
  } else {
    await send(panel, 'panel/api/clients/add', { headers, body: { client, inboundIds: [1] } });
  }
}
