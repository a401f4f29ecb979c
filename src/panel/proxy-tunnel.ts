import type { Socket } from 'node:net';

type Address = { readonly host: string; readonly port: number };

/** A proxy as it is connected to; `authorization` empty = it asks nobody who they are. */
export type Proxy = Address & { readonly authorization: string };

const MOST_HEAD = 16 * 1024;

/** `http://[user:password@]host:port`; null = not the address of such a proxy. */
export function proxyOf(text: string): Proxy | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'http:') return null;
  const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const basic = `Basic ${Buffer.from(login, 'utf8').toString('base64')}`;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || '80'),
    authorization: url.username === '' ? '' : basic,
  };
}

/**
 * Asks a proxy for a tunnel. null = it stands, and what is written now goes to the panel; else a code for why not.
 */
export function askForTunnel(
  socket: Socket,
  { to, proxy, timeoutMs }: { to: Address; proxy: Proxy; timeoutMs: number },
): Promise<string | null> {
  return new Promise((resolve) => {
    let head = '';
    const end = (refusal: string | null) => {
      clearTimeout(timer);
      socket.off('data', hear).off('error', fail).off('close', fail);
      resolve(refusal);
    };
    const fail = () => end('PROXY_CLOSED');
    const hear = (chunk: Buffer) => {
      head += chunk.toString('latin1');
      if (head.includes('\r\n\r\n')) end(refusalIn(head));
      else if (head.length > MOST_HEAD) end('PROXY_ANSWER');
    };
    const timer = setTimeout(() => end('PROXY_TIMEOUT'), timeoutMs);
    socket.on('data', hear).on('error', fail).on('close', fail);
    socket.write(requestFor(to, proxy));
  });
}

function requestFor({ host, port }: Address, { authorization }: Proxy): string {
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const login = authorization === '' ? '' : `Proxy-Authorization: ${authorization}\r\n`;
  return `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${login}\r\n`;
}

function refusalIn(head: string): string | null {
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
  if (status === undefined) return 'PROXY_ANSWER';
  return status.startsWith('2') ? null : `PROXY_${status}`;
}
