import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';

/** A listening server: `url` without a slash at the end, and the port it really has. */
export type WebServer = { readonly url: string; readonly port: number; close(): Promise<void> };

/** @param at port 0 = any free one. @throws the system's error with its code, such as EADDRINUSE, when it cannot listen. */
export async function startWebServer(at: { host: string; port: number; app: Hono }): Promise<WebServer> {
  const server = createAdaptorServer({ fetch: at.app.fetch }) as Server;
  server.listen(at.port, at.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const host = at.host.includes(':') ? `[${at.host}]` : at.host;
  return { url: `http://${host}:${port}`, port, close: () => close(server) };
}

/** What is being answered is answered; who only keeps a connection open is let go. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await closed;
}
