import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import axios, { type AxiosResponse } from 'axios';
import type { BenchPanel } from './bench-panels.ts';

/** Sells one order on a panel in its own way. */
export type Rival = (panel: BenchPanel) => Promise<void>;

type Sent = { headers?: Record<string, string>; body?: unknown };

/** As most shops: logs in, reads the list, adds, reads the list again, each on a connection of its own. */
export const naive: Rival = async (panel) => {
  const csrf = await send(panel, 'csrf-token');
  const token = String(csrf.data.obj);
  const credentials = { username: panel.username, password: panel.password };
  const knocked = { Cookie: cookieOf(csrf), 'X-CSRF-Token': token };
  const login = await send(panel, 'login', { headers: knocked, body: credentials });
  const headers = { Cookie: cookieOf(login), 'X-CSRF-Token': token };
  await send(panel, 'panel/api/inbounds/list', { headers });
  await send(panel, 'panel/api/clients/add', { headers, body: addition() });
  await send(panel, 'panel/api/inbounds/list', { headers });
};

/** The strong one: stays logged in, adds, and believes the answer. */
export const warm: Rival = async (panel) => {
  const headers = { Authorization: `Bearer ${panel.token}` };
  await send(panel, 'panel/api/clients/add', { headers, body: addition() });
};

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

async function send({ url }: BenchPanel, path: string, { headers, body }: Sent = {}) {
  const answer = await axios.request<{ success: boolean; msg: string; obj: unknown }>({
    url: url + path,
    method: body === undefined ? 'GET' : 'POST',
    data: body,
    headers: { 'X-Requested-With': 'XMLHttpRequest', ...headers },
    httpAgent: new Agent({ keepAlive: false }),
    proxy: false,
  });
  if (!answer.data.success) throw new Error(`${path}: ${answer.data.msg}`);
  return answer;
}

const cookieOf = ({ headers }: AxiosResponse): string => headers['set-cookie']?.[0]?.split(';')[0] ?? '';

function addition() {
  const email = `rival-${randomUUID()}`;
  return { client: { email, id: randomUUID(), subId: randomUUID(), enable: true }, inboundIds: [1] };
}
