import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PanelRouter } from '../../src/panel/panel-router.ts';
import type { PanelAccess } from '../../src/services/ports/panel.ts';
import { PanelHand } from '../support/panel-hand.ts';
import { LIMITS } from '../support/shop-process.ts';
import { wanted } from './panel-driver-stand-in.ts';

let panel: PanelHand;
let access: PanelAccess;
const driver = new PanelRouter({ limits: LIMITS, allowPrivate: true, now: () => new Date() });

beforeEach(async () => {
  panel = new PanelHand(() => Date.now(), { generation: '2.8' });
  await panel.start();
  const { url, username, password } = panel.address;
  const credentials = { kind: 'password', username, password } as const;
  access = { url, publicHost: 'key.example.com', allowHttp: true, pinnedSha256: null, credentials };
  await driver.listInbounds(access);
  await panel.forgetCalls();
});
afterEach(() => panel.end());

const some = (count: number) =>
  Array.from({ length: count }, (_, each) =>
    wanted(`shop-${each}`, {
      uuid: `00000001-aaaa-4bbb-8ccc-00000000000${each}`,
      subId: `sub000000000000${each}`,
    }),
  );
const placeOf = ({ email, subId }: { email: string; subId: string }) => ({ remoteId: 1, email, subId });

describe('a purchase on a panel that makes no links', () => {
  it('is one write and one read, however many keys: links are made of what was read back', async () => {
    const clients = some(5);

    await driver.addClients(access, 1, clients);
    const emails = clients.map(({ email }) => email);
    const held = await driver.readClients(access, 1, emails);
    const links = await Promise.all(clients.map((client) => driver.clientLinks(access, placeOf(client))));

    expect([...held.keys()]).toEqual(emails);
    expect(await panel.calls()).toEqual(['inbounds/addClient', 'inbounds/get']);
    for (const [at, [link]] of links.entries()) expect(link).toContain(clients[at]?.uuid);
  });

  it('asks again for a client that was not in that look, and after a write', async () => {
    const [one, other] = some(2);
    if (!one || !other) throw new Error('two are needed');
    await driver.addClients(access, 1, [one, other]);
    await driver.readClients(access, 1, [one.email]);
    await panel.forgetCalls();

    const [link] = await driver.clientLinks(access, placeOf(other));
    expect(link).toContain(other.uuid);
    expect(await panel.calls()).toEqual(['inbounds/get']);

    await driver.readClients(access, 1, [one.email]);
    await driver.updateClient(access, 1, { ...one, uuid: other.uuid.replace('1-aaaa', '2-aaaa') });
    const [changed] = await driver.clientLinks(access, placeOf(one));
    expect(changed).toContain('00000002-aaaa');
  });
});
