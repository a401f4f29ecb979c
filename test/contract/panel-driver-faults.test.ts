import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  always,
  byPassword,
  byToken,
  door,
  driver,
  faultOf,
  ok,
  type Reply,
  refused,
  StandIn,
  wanted,
} from './panel-driver-stand-in.ts';

const QUICK = { limits: { connectMs: 200, readMs: 200, writeMs: 200, maxBytes: 1_000 } };
const client = wanted('shop-1');

describe('an answer that never comes', () => {
  it('leaves a write undecided when the panel is silent', async () => {
    await using panel = await always('hang');
    const fault = await faultOf(driver(QUICK).addClients(byToken(panel.url), 1, [client]));
    expect(fault).toMatchObject({ kind: 'ambiguous', outcome: 'unknown', retryable: true });
    expect(panel.seen).toHaveLength(1);
  });

  it('leaves a write undecided when the connection is cut after it was sent', async () => {
    await using panel = await always('reset');
    const fault = await faultOf(driver().addClients(byToken(panel.url), 1, [client]));
    expect(fault).toMatchObject({ kind: 'ambiguous', outcome: 'unknown' });
    expect(panel.seen).toHaveLength(1);
  });

  it('knows that nothing was sent when nobody listens', async () => {
    const panel = await always('hang');
    const { url } = panel;
    await panel[Symbol.asyncDispose]();
    const fault = await faultOf(driver().addClients(byToken(url), 1, [client]));
    expect(fault).toMatchObject({ kind: 'not-sent', outcome: 'failed', retryable: true });
  });

  it('knows that nothing was sent when the connection does not come about in time', async () => {
    const silent = createTcpServer(() => undefined);
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    const { port } = silent.address() as AddressInfo;
    const access = byToken(`https://127.0.0.1:${port}/`);
    const slow = { limits: { ...QUICK.limits, writeMs: 5_000 } };
    const fault = await faultOf(driver(slow).addClients(access, 1, [client]));
    silent.close();
    expect(fault).toMatchObject({ kind: 'not-sent', outcome: 'failed' });
  });

  it('does not wait for an answer without end', async () => {
    await using panel = await always({ json: { success: true, msg: 'x'.repeat(5_000), obj: null } });
    const fault = await faultOf(driver(QUICK).listInbounds(byToken(panel.url)));
    expect(fault.kind).toBe('ambiguous');
  });

  it('knows that a write was not sent when the login before it got no answer', async () => {
    await using panel = await new StandIn((request) =>
      request.path.endsWith('login') ? 'hang' : (door(request) ?? ok(null)),
    ).start();
    const fault = await faultOf(driver(QUICK).addClients(byPassword(panel.url), 1, [client]));
    expect(fault).toMatchObject({ kind: 'not-sent', outcome: 'failed' });
    expect(panel.calls('panel/')).toHaveLength(0);
  });
});

describe('an answer that is not the panel’s', () => {
  it.each<[string, Reply, [string, string]]>([
    ['a gateway’s page', { status: 502, html: '<h1>Bad gateway</h1>' }, ['ambiguous', 'ambiguous']],
    ['a crash', { status: 500 }, ['ambiguous', 'ambiguous']],
    ['a gateway that gave up', { status: 504 }, ['ambiguous', 'ambiguous']],
    ['too many requests', { status: 429 }, ['busy', 'busy']],
    ['a panel that is being restarted', { status: 503 }, ['busy', 'busy']],
    ['a page where JSON was due', { html: '<html>login</html>' }, ['ambiguous', 'session']],
    ['JSON of something else', { json: { hello: 1 } }, ['ambiguous', 'session']],
    ['another route than expected', { status: 404 }, ['session', 'session']],
    ['a redirect', { status: 307, headers: { location: 'http://127.0.0.1:1/' } }, ['session', 'session']],
    ['a token that is wrong', { status: 401 }, ['auth', 'auth']],
    ['a token without the right', { status: 403 }, ['auth', 'auth']],
    [
      'JSON that breaks off',
      { text: '{"success":tr', headers: { 'content-type': 'application/json' } },
      ['ambiguous', 'ambiguous'],
    ],
    [
      'a success without what was asked for',
      { json: { success: true, msg: '', obj: { oops: 1 } } },
      ['none', 'ambiguous'],
    ],
  ])('%s', async (_name, reply, onWriteAndRead) => {
    await using panel = await always(reply);
    const write = await faultOf(driver().addClients(byToken(panel.url), 1, [client]));
    const read = await faultOf(driver().listInbounds(byToken(panel.url)));
    expect([write.kind ?? 'none', read.kind]).toEqual(onWriteAndRead);
    expect(panel.seen).toHaveLength(2);
  });

  it.each([
    ['7', 7_000],
    ['99999999', 600_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    [new Date(Date.now() + 3_600_000).toUTCString(), 600_000],
    ['soon', null],
  ])('says how long a busy panel asks to be left alone: %s', async (header, ms) => {
    await using panel = await always({ status: 429, headers: { 'retry-after': header } });
    const fault = await faultOf(driver().listInbounds(byToken(panel.url)));
    expect(fault).toMatchObject({ kind: 'busy', retryAfterMs: ms });
  });

  it.each([
    ['Something went wrong (database is locked)', 'busy'],
    ['Something went wrong (traffic writer queue full)', 'busy'],
    ['Something went wrong (malformed JSON)', 'poisoned'],
    ['… converting NULL to string is unsupported)', 'poisoned'],
    ['Something went wrong (Duplicate email: a\n)', 'duplicate'],
    ['Something went wrong (subId already in use: abcdefabcdefabcd\n)', 'duplicate'],
    ['Inbound has been successfully created. (json: cannot unmarshal …)', 'permanent'],
  ])('goes by the flag, then by the words: %s', async (words, kind) => {
    await using panel = await always(refused(words));
    const answer = await driver().addClients(byToken(panel.url), 1, [client]);
    const fault = answer.refused.get('shop-1');
    expect(fault).toMatchObject({ kind, outcome: 'failed' });
    expect(fault?.message).not.toContain('abcdefabcdefabcd');
  });

  it('keeps every secret out of what it says', async () => {
    await using panel = await always('reset');
    const access = byPassword(panel.url, 'the-pass-word');
    const write = await faultOf(driver().addClients(access, 1, [client]));
    const links = await faultOf(
      driver().clientLinks(byToken(panel.url), { remoteId: 1, email: '', subId: client.subId }),
    );
    const said = inspect([write, links], { depth: 9, showHidden: true });
    for (const secret of ['the-pass-word', 'the-48-characters', client.uuid, client.password, client.subId]) {
      expect(said).not.toContain(secret);
    }
  });
});

describe('a group where the panel takes clients one by one', () => {
  const old = (answer: (nth: number) => Reply) => {
    let adds = 0;
    return new StandIn((request) => {
      if (request.path.endsWith('status')) return ok({ panelVersion: '3.1.0', xray: { state: 'running' } });
      if (!request.path.endsWith('clients/add')) return door(request) ?? ok([]);
      adds += 1;
      return answer(adds);
    }).start();
  };
  const three = ['a', 'b', 'c'].map((email) => wanted(email));

  it('sends each once, and a refused one does not stop its neighbours', async () => {
    await using panel = await old((nth) => (nth === 2 ? refused('email already in use: b') : ok(null)));
    const answer = await driver().addClients(byToken(panel.url), 1, three);
    expect(answer.accepted).toEqual(['a', 'c']);
    expect([...answer.refused.keys()]).toEqual(['b']);
  });

  it('stops at the first unknown outcome', async () => {
    await using panel = await old((nth) => (nth === 2 ? { status: 502 } : ok(null)));
    const fault = await faultOf(driver().addClients(byToken(panel.url), 1, three));
    expect(fault.outcome).toBe('unknown');
    expect(panel.calls('panel/api/clients/add')).toHaveLength(2);
  });

  it('tells those that were not sent from those that were', async () => {
    await using panel = await old((nth) => (nth === 2 ? { status: 503 } : ok({ nodePending: true })));
    const answer = await driver().addClients(byToken(panel.url), 1, three);
    expect(answer).toMatchObject({ accepted: ['a'], nodePending: true });
    expect([...answer.refused.keys()]).toEqual(['b', 'c']);
  });
});
