import { describe, expect, it } from 'vitest';
import { LegacyPanelModel } from './legacy-panel-model.ts';
import { entered, legacyDriver, sentClients } from './panel-driver-legacy-scene.ts';
import { BASE, faultOf, StandIn, wanted } from './panel-driver-stand-in.ts';

const UUIDS = ['1', '2', '3'].map((each) => `0000000${each}-aaaa-4bbb-8ccc-00000000000${each}`);
const [ONE = '', TWO = '', THREE = ''] = UUIDS;
const sold = (email: string, uuid: string) => ({
  id: uuid,
  email,
  subId: `sub-${email}`,
  flow: '',
  limitIp: 2,
  totalGB: 53_687_091_200,
  expiryTime: 1_893_456_000_000,
  enable: true,
  tgId: 0,
  comment: '',
  reset: 0,
  created_at: 1,
});
const client = (email: string, uuid: string, changed = {}) => wanted(email, { uuid, ...changed });
const serve = (model: LegacyPanelModel) => new StandIn(model.answer).start();
const writesOf = (panel: StandIn) =>
  panel.seen
    .filter(({ method, path }) => method === 'POST' && path.includes('inbounds/'))
    .map(({ path }) => path.slice(`${BASE}panel/api/inbounds/`.length).replace(/[0-9a-f]{8}-.*$/, '…'));

describe('a group that an old panel refuses as a whole', () => {
  it('is told apart: the good ones are taken, the one at fault is named, nothing is sent twice', async () => {
    const model = new LegacyPanelModel('2.8.11')
      .with(1, [sold('shop-1', ONE)])
      .with(2, [sold('shop-2', TWO)]);
    await using panel = await serve(model);
    const group = [client('shop-3', THREE), client('shop-2', ONE), client('shop-1', ONE)];
    const answer = await legacyDriver().addClients(entered(panel), 1, group);
    expect(answer.accepted).toEqual(['shop-3']);
    expect([...answer.refused].map(([email, { kind }]) => [email, kind]).toSorted()).toEqual([
      ['shop-1', 'duplicate'],
      ['shop-2', 'duplicate'],
    ]);
    expect(panel.calls('panel/api/inbounds/addClient').map((each) => sentClients(each).length)).toEqual([
      3, 1, 1,
    ]);
  });

  it('is one write when all is well', async () => {
    const model = new LegacyPanelModel('2.8.11').with(1, []);
    await using panel = await serve(model);
    const panels = legacyDriver();
    await panels.listInbounds(entered(panel));
    await panels.addClients(entered(panel), 1, [client('shop-1', ONE), client('shop-2', TWO)]);
    expect(writesOf(panel)).toEqual(['addClient']);
    expect(panel.calls('panel/api/inbounds/get/1')).toHaveLength(0);
  });
});

describe('an old panel that others have poisoned', () => {
  it('names the inbound whose settings are not JSON, and the mend', async () => {
    const model = new LegacyPanelModel('2.8.11')
      .with(1, [])
      .with(7, [], { settings: '{oops', remark: 'old' });
    await using panel = await serve(model);
    const answer = await legacyDriver().addClients(entered(panel), 1, [client('shop-1', ONE)]);
    expect(answer.refused.get('shop-1')).toMatchObject({
      kind: 'poisoned',
      message: expect.stringMatching(/Inbound #7 "old" is at fault: .*not readable JSON\. Delete or mend/),
    });
  });

  it('names the inbound that holds a client without an email, and which one it is', async () => {
    const nameless = { id: TWO, enable: true };
    const model = new LegacyPanelModel('2.6.7').with(1, []).with(3, [sold('x', ONE), nameless]);
    await using panel = await serve(model);
    const answer = await legacyDriver().addClients(entered(panel), 1, [client('shop-1', THREE)]);
    expect(answer.refused.get('shop-1')?.message).toMatch(/Inbound #3 "in-3" is at fault: client no\. 2/);
  });

  it('never takes a client that may stand in unreadable settings for gone', async () => {
    const model = new LegacyPanelModel('2.8.11').with(1, []).with(7, [], { settings: '{oops' });
    await using panel = await serve(model);
    const place = { remoteId: null, email: 'shop-1' };
    const search = await faultOf(legacyDriver().removeClient(entered(panel), place));
    const read = await faultOf(legacyDriver().readClients(entered(panel), 7, ['shop-1']));
    expect([search.kind, read.kind]).toEqual(['poisoned', 'poisoned']);
  });

  it('sets one unreadable client aside and reads the good ones beside it', async () => {
    const model = new LegacyPanelModel('2.8.11').with(1, [
      { email: 'bad', totalGB: 'x' },
      sold('shop-1', ONE),
    ]);
    await using panel = await serve(model);
    const found = await legacyDriver().readClients(entered(panel), 1, ['shop-1']);
    const bad = await faultOf(legacyDriver().readClients(entered(panel), 1, ['bad']));
    expect(found.get('shop-1')?.uuid).toBe(ONE);
    expect(bad.kind).toBe('ambiguous');
  });
});

describe('taking a client away from an old panel', () => {
  it('leaves the others alone, wherever it has to be searched', async () => {
    const model = new LegacyPanelModel('2.8.11').with(1, []).with(2, [sold('shop-1', ONE), sold('x', TWO)]);
    await using panel = await serve(model);
    const place = { remoteId: null, email: 'shop-1' };
    expect(await legacyDriver().removeClient(entered(panel), place)).toBe('removed');
    expect(model.clientsOn(2).map(({ email }) => email)).toEqual(['x']);
    expect(await legacyDriver().removeClient(entered(panel), place)).toBe('absent');
  });

  it('takes the last one too: off at once, then out of the inbound, whose settings stay', async () => {
    const model = new LegacyPanelModel('2.8.11').with(1, [sold('shop-1', ONE)]);
    await using panel = await serve(model);
    const removed = await legacyDriver().removeClient(entered(panel), { remoteId: 1, email: 'shop-1' });
    const [off] = panel.calls('panel/api/inbounds/updateClient');
    expect(removed).toBe('removed');
    expect(sentClients(off)[0]).toMatchObject({ email: 'shop-1', enable: false, created_at: 1 });
    expect(writesOf(panel)).toEqual(['updateClient/…', 'update/1']);
    expect(JSON.parse(model.inbounds[0]?.settings ?? '')).toEqual({
      clients: [],
      decryption: 'none',
      big: 1,
    });
  });

  it('does not write over somebody who came onto the inbound meanwhile', async () => {
    const model = new LegacyPanelModel('2.8.11').with(1, [sold('shop-1', ONE)]);
    model.afterWrite = (route) => {
      if (route.startsWith('updateClient')) model.put(1, [...model.clientsOn(1), sold('new', TWO)]);
    };
    await using panel = await serve(model);
    await legacyDriver().removeClient(entered(panel), { remoteId: 1, email: 'shop-1' });
    expect(model.clientsOn(1).map(({ email }) => email)).toEqual(['new']);
    expect(writesOf(panel)).toEqual(['updateClient/…', '1/delClient/…']);
  });

  it('believes nothing but a look: a removal that another writer undid is no removal', async () => {
    const before = [sold('shop-1', ONE), sold('x', TWO)];
    const model = new LegacyPanelModel('2.8.11').with(1, before);
    model.afterWrite = () => model.put(1, before);
    await using panel = await serve(model);
    const removal = legacyDriver().removeClient(entered(panel), { remoteId: 1, email: 'shop-1' });
    expect(await faultOf(removal)).toMatchObject({ kind: 'busy', outcome: 'failed' });
  });

  it('takes both entries of one that 3.0 doubled', async () => {
    const twin = sold('shop-1', ONE);
    const model = new LegacyPanelModel('3.0.2').with(1, [twin, sold('x', TWO), twin]).with(2, [twin, twin]);
    await using panel = await serve(model);
    const remove = (remoteId: number) =>
      legacyDriver().removeClient(entered(panel), { remoteId, email: 'shop-1' });
    expect([await remove(1), await remove(2)]).toEqual(['removed', 'removed']);
    expect([model.clientsOn(1).length, model.clientsOn(2).length]).toEqual([1, 0]);
  });
});

describe('changing a client of an old panel', () => {
  it('counts as done only when a look shows it', async () => {
    const model = new LegacyPanelModel('2.8.11').with(1, [sold('shop-1', ONE)]);
    model.afterWrite = () => model.put(1, [sold('shop-1', ONE)]);
    await using panel = await serve(model);
    const change = legacyDriver().updateClient(entered(panel), 1, client('shop-1', ONE, { enable: false }));
    expect(await faultOf(change)).toMatchObject({ kind: 'busy', retryable: true });
  });

  it('makes one of two first, so that no twin stays switched on; counters are kept', async () => {
    const twin = sold('shop-1', ONE);
    const model = new LegacyPanelModel('3.0.2').with(1, [twin, twin, sold('x', TWO)]);
    model.counters.set('shop-1', { up: 5, down: 7 });
    await using panel = await serve(model);
    await legacyDriver().updateClient(entered(panel), 1, client('shop-1', ONE, { enable: false }));
    const ours = model.clientsOn(1).filter(({ email }) => email === 'shop-1');
    expect(ours.map(({ enable }) => enable)).toEqual([false]);
    expect(model.counters.get('shop-1')).toEqual({ up: 5, down: 7 });
    expect(writesOf(panel)).not.toContain('update/1');
  });

  it('keeps numbers past 2^53 and fields that it does not know as they were', async () => {
    const model = new LegacyPanelModel('2.8.11').with(1, []);
    const entry = `{"id":"${ONE}","email":"shop-1","totalGB":1,"far":9007199254740993,"limitHwid":3}`;
    model.inbounds.splice(0, 1);
    model.with(1, [], { settings: `{"clients":[${entry}]}` });
    await using panel = await serve(model);
    await legacyDriver().updateClient(entered(panel), 1, client('shop-1', ONE));
    const [write] = panel.calls('panel/api/inbounds/updateClient');
    const { settings } = (write?.body ?? {}) as { settings?: string };
    expect(settings).toContain('"far":9007199254740993');
    expect(sentClients(write)[0]).toMatchObject({ limitHwid: 3, totalGB: 53_687_091_200, tgId: 0 });
  });
});

describe('a client that somebody made with texts for numbers, which these panels keep', () => {
  it.each(['123456789', '', '@john'])('is read, and so is who stands beside it: tgId "%s"', async (tgId) => {
    const limits = { limitIp: '2', totalGB: '53687091200', expiryTime: '1893456000000' };
    const john = { ...sold('john', TWO), ...limits, tgId };
    const model = new LegacyPanelModel('2.8.11').with(1, []);
    model.inbounds.splice(0, 1);
    model.with(1, [], { settings: JSON.stringify({ clients: [sold('shop-1', ONE), john] }) });
    await using panel = await serve(model);

    const held = await legacyDriver().readClients(entered(panel), 1, ['john', 'shop-1']);

    expect([...held.keys()]).toEqual(['shop-1', 'john']);
    expect(held.get('john')).toMatchObject({
      limitIp: 2,
      trafficLimit: 53_687_091_200n,
      expiresAt: new Date(1_893_456_000_000),
      telegramId: tgId === '123456789' ? 123_456_789 : 0,
    });
  });
});
