import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { DoorProbe } from '../../src/panel/door-probe.ts';
import { certificate } from '../support/certificate.ts';

const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const probe = new DoorProbe({ allowPrivate: true }, 500);
const knock = async (port: number, tlsName: string | null = null) =>
  (await probe.knock({ host: '127.0.0.1', port, tlsName })).outcome;

describe('knocking at the door of a key', () => {
  it('finds it open where somebody listens', async () => {
    expect(await knock(await listening(createServer()))).toBe('open');
  });

  it('finds it closed where nobody does', async () => {
    const port = await listening(createServer());
    servers.splice(0).forEach((server) => void server.close());

    expect(await knock(port)).toBe('refused');
  });

  it('greets in TLS by the name of the link, whoever’s certificate answers', async ({ skip }) => {
    let asked = '';
    const own = certificate();
    skip(own === null, 'needs openssl');
    const SNICallback = (name: string, done: (error: null) => void) => {
      asked = name;
      done(null);
    };

    expect(await knock(await listening(createTlsServer({ ...own, SNICallback })), 'www.example.com')).toBe(
      'open',
    );
    expect(asked).toBe('www.example.com');
  });

  it.each([
    ['says something else', (socket: Socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['hangs up', (socket: Socket) => void socket.end()],
    ['says nothing', () => {}],
  ])('finds no TLS where a listener %s, and does not wait for long', async (_, behave) => {
    const began = performance.now();

    expect(await knock(await listening(createServer(behave)), 'www.example.com')).toBe('no-tls');
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('does not go where panels may not be either', async () => {
    let visits = 0;
    const port = await listening(
      createServer(() => {
        visits += 1;
      }),
    );
    const strict = new DoorProbe({ allowPrivate: false }, 500);

    const answers = await Promise.all(
      ['127.0.0.1', 'localhost', '::1', '169.254.169.254'].map((host) =>
        strict.knock({ host, port, tlsName: null }),
      ),
    );

    expect(answers.map(({ outcome }) => outcome)).toEqual(Array(4).fill('forbidden'));
    expect(visits).toBe(0);
  });
});
