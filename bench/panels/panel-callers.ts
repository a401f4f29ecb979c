import { Agent } from 'node:http';
import axios, { type AxiosResponse } from 'axios';
import { z } from 'zod';

export const benchPanel = z.object({
  n: z.number(),
  url: z.string(),
  username: z.string(),
  password: z.string(),
  token: z.string(),
  version: z.string(),
});
/** How a panel of the bench is reached. */
export type BenchPanel = z.infer<typeof benchPanel>;

export type Sent = { headers?: Record<string, string>; body?: unknown };

/** 2.x knows neither tokens nor CSRF, and takes a client inside the settings of its inbound. */
export const isOld = ({ version }: BenchPanel): boolean => version.startsWith('2');

/** One call of somebody beside the shop, on a connection of its own. @throws {Error} with the panel's words. */
export async function send({ url }: BenchPanel, path: string, { headers, body }: Sent = {}) {
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

/** Logs in with the password; what it answers lets a call in. */
export async function entered(panel: BenchPanel): Promise<{ headers: Record<string, string> }> {
  const credentials = { username: panel.username, password: panel.password };
  if (isOld(panel)) {
    const login = await send(panel, 'login', { body: credentials });
    return { headers: { Cookie: cookieOf(login) } };
  }
  const csrf = await send(panel, 'csrf-token');
  const token = { 'X-CSRF-Token': String(csrf.data.obj) };
  const knocked = { Cookie: cookieOf(csrf), ...token };
  const login = await send(panel, 'login', { headers: knocked, body: credentials });
  return { headers: { Cookie: cookieOf(login), ...token } };
}

const cookieOf = ({ headers }: AxiosResponse): string => headers['set-cookie']?.[0]?.split(';')[0] ?? '';
