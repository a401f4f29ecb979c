import axios from 'axios';
import { z } from 'zod';
import { lateRoutes } from './late-routes.ts';
import { type SandboxControl, sandboxControlRoutes } from './sandbox-control.ts';
import { startWebServer } from './web-server.ts';

/** The shop's tie to the world of its sandbox: the world owns the clock's offset and asks whether the shop is idle. */
export type WorldLink = {
  /** The offset at the moment of registration. */
  readonly offsetMs: number;
  serve(control: SandboxControl): void;
  close(): Promise<void>;
};

const answer = z.object({ offsetMs: z.number() });

/**
 * Opens a control address on loopback and registers it with the world at `apiRoot`.
 * @throws {Error} in words for the operator when no world answers there.
 */
export async function linkToWorld(apiRoot: string): Promise<WorldLink> {
  const routes = lateRoutes();
  const server = await startWebServer({ host: '127.0.0.1', port: 0, app: routes.app });
  try {
    const body = { url: server.url, pid: process.pid };
    const { data } = await axios.post<unknown>(`${apiRoot}/_emu/shops`, body, {
      proxy: false,
      timeout: 10_000,
    });
    const { offsetMs } = answer.parse(data);
    return { offsetMs, serve: (control) => routes.serve(sandboxControlRoutes(control)), close: server.close };
  } catch (fault) {
    await server.close();
    const words = `no world answers at TELEGRAM_API_ROOT (${apiRoot}): start it with npm start, or unset SANDBOX`;
    throw new Error(words, { cause: fault instanceof Error ? fault.message : fault });
  }
}
