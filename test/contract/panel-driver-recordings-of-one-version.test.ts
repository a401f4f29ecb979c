import { describe, expect, it } from 'vitest';
import { bytes } from '../../src/model/values/traffic.ts';
import {
  BASE,
  byToken,
  driver,
  recorded,
  replaying,
  replyOf,
  StandIn,
  wanted,
} from './panel-driver-stand-in.ts';

const kindOf = (fault: unknown) => (fault as { kind: string }).kind;

describe('what only one version answered', () => {
  it('names a panel that another inbound has poisoned (3.1.0)', async () => {
    const step = 'a client is added to a good inbound while another inbound has broken settings';
    await using panel = await new StandIn(replaying(recorded('3.1.0', '10-inbounds', step))).start();
    const answer = await driver().addClients(byToken(panel.url), 10, [wanted('shop-0901')]);
    expect(kindOf(answer.refused.get('shop-0901'))).toBe('poisoned');
  });

  it('names the inbound that poisoned it, and the mend (3.1.0)', async () => {
    const step = 'a client is added to a good inbound while another inbound has broken settings';
    const refusal = replyOf(recorded('3.1.0', '10-inbounds', step));
    const broken = { id: 23, remark: 'again', protocol: 'vless', settings: '{oops' };
    await using panel = await new StandIn(({ path }) =>
      path.endsWith('inbounds/list') ? { json: { success: true, msg: '', obj: [broken] } } : refusal,
    ).start();
    const answer = await driver().addClients(byToken(panel.url), 10, [wanted('shop-0901')]);
    expect(answer.refused.get('shop-0901')?.message).toMatch(/Inbound #23 "again" is at fault/);
  });

  it('adds a group in one call and looks at who was left out (3.6.0)', async () => {
    const bulk = recorded('3.6.0', '23-hosts-and-wireguard', 'bulkCreate, one of three in conflict');
    await using panel = await new StandIn((request) => {
      if (request.path.endsWith('bulkCreate')) return replyOf(bulk);
      if (request.path.endsWith('status')) return replyOf(recorded('3.6.0', '02-login', 'status, later'));
      return replyOf(recorded('3.6.0', '02-login', 'csrf before login'));
    }).start();
    const clients = ['shop-0704', 'shop-0702', 'shop-0705'].map((email) => wanted(email));
    const answer = await driver().addClients(byToken(panel.url), 3, clients);
    expect(answer.accepted).toEqual(['shop-0704', 'shop-0705']);
    expect(kindOf(answer.refused.get('shop-0702'))).toBe('duplicate');
    expect(panel.calls('panel/api/clients/bulkCreate')).toHaveLength(1);
    expect(panel.calls('panel/api/clients/add')).toHaveLength(0);
  });

  it('says that the whole group went to an inbound that is gone (3.6.0)', async () => {
    const bulk = recorded('3.6.0', '23-hosts-and-wireguard', 'bulkCreate, unknown inbound');
    await using panel = await new StandIn((request) => {
      if (request.path.endsWith('bulkCreate')) return replyOf(bulk);
      if (request.path.endsWith('status')) return replyOf(recorded('3.6.0', '02-login', 'status, later'));
      return replyOf(recorded('3.6.0', '02-login', 'csrf before login'));
    }).start();
    const answer = await driver().addClients(byToken(panel.url), 9999, [
      wanted('shop-0706'),
      wanted('shop-0707'),
    ]);
    expect(kindOf(answer.refused.get('shop-0706'))).toBe('permanent');
  });

  it('reads several clients with one call, from their inbound (3.6.0)', async () => {
    const list = recorded('3.6.0', '21-list-when-filled', 'inbounds list').response.json as {
      obj: { id: number }[];
    };
    const vless = list.obj.find(({ id }) => id === 1);
    await using panel = await new StandIn(() => ({ json: { success: true, msg: '', obj: vless } })).start();
    const found = await driver().readClients(byToken(panel.url), 1, ['shop-0001', 'shop-0002']);
    expect([...found.keys()]).toEqual(['shop-0001']);
    expect(found.get('shop-0001')).toMatchObject({
      uuid: '00000001-aaaa-4bbb-8ccc-000000000001',
      subId: 'sub0000000000001',
      trafficLimit: bytes(53_687_091_200n),
      inboundIds: [1],
      used: 0n,
    });
    expect(panel.seen.map(({ path }) => path)).toEqual([`${BASE}panel/api/inbounds/get/1`]);
  });

  it('leaves the address of a host in its link (3.6.0)', async () => {
    const exchange = recorded('3.6.0', '23-hosts-and-wireguard', 'subLinks with a host');
    await using panel = await new StandIn(replaying(exchange)).start();
    const links = await driver().clientLinks(byToken(panel.url), {
      remoteId: 1,
      email: '',
      subId: 'sub0000000000702',
    });
    expect(links).toEqual((exchange.response.json as { obj: string[] }).obj);
  });
});
