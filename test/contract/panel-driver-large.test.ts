import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, describe, expect, it } from 'vitest';
import { AnswerReader, type AnswerReaderOptions } from '../../src/panel/answer-reader.ts';
import { inventoryOf } from '../../src/panel/digests.ts';
import { openedText } from '../../src/panel/opened-answer.ts';
import type { PanelFault } from '../../src/services/ports/panel.ts';
import { always, byToken, driver, faultOf, type Reply } from './panel-driver-stand-in.ts';

const readers: AnswerReader[] = [];
const readerOf = (options: AnswerReaderOptions = {}) => {
  const made = new AnswerReader(options);
  readers.push(made);
  return made;
};
afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.close()));
});

const program = (source: string) => new URL(`data:text/javascript,${encodeURIComponent(source)}`);
/** A thread that says it is there, and ends as soon as it is given work. */
const DYING = program(`import { parentPort } from 'node:worker_threads';
  parentPort.on('message', () => process.exit(1)); parentPort.postMessage('ready');`);

/** One inbound with so many clients; the counter of the last one is past 2^53. */
function listText(count: number): string {
  const names = Array.from({ length: count }, (_, each) => `shop-${String(each).padStart(8, '0')}-1`);
  const clients = names.map((email, each) => ({
    comment: 'order 1',
    email,
    enable: true,
    expiryTime: 1_893_456_000_000,
    id: `00000001-aaaa-4bbb-8ccc-${String(each).padStart(12, '0')}`,
    limitIp: 2,
    subId: `sub${String(each).padStart(13, 'x')}`,
    totalGB: 53_687_091_200,
  }));
  const clientStats = names.map((email, each) => ({ id: each, email, up: each, down: 1, lastOnline: each }));
  const inbound = { id: 1, remark: 'large', protocol: 'vless', port: 443, enable: true, up: 1, down: 2 };
  const streamSettings = { network: 'tcp', security: 'none' };
  const text = JSON.stringify({
    success: true,
    msg: '',
    obj: [{ ...inbound, settings: { clients }, streamSettings, clientStats }],
  });
  return text.replace(`"up":${count - 1},`, '"up":9007199254740993,');
}

const bodyOf = (text: string) => new TextEncoder().encode(text);
const INVENTORY = { kind: 'inventory' } as const;
const inventoryIn = (text: string) => {
  const { digested } = openedText(text, INVENTORY);
  if (digested === null) throw new Error('no inventory in it');
  return inventoryOf(digested);
};

describe('the list of a large panel', () => {
  it('says the same when a thread of its own has read it, to the last byte of a counter', async () => {
    const text = listText(20_000);

    const { digested, envelope } = await readerOf().open(bodyOf(text), INVENTORY);

    expect(envelope).toMatchObject({ success: true });
    const inventory = digested && inventoryOf(digested);
    expect(inventory).toEqual(inventoryIn(text));
    expect(inventory?.clients.at(-1)?.used).toBe(9_007_199_254_740_994n);
    expect(inventory?.inbounds[0]?.emails).toHaveLength(20_000);
  });

  it('leaves the shop free to answer taps while it is read', async () => {
    const text = listText(20_000);
    const begun = performance.now();
    inventoryIn(text);
    const alone = performance.now() - begun;
    const reader = readerOf();
    await reader.open(bodyOf(text), INVENTORY);
    const body = bodyOf(text);

    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await reader.open(body, INVENTORY);
    delay.disable();

    expect(delay.max / 1e6).toBeLessThan(alone / 2);
  });

  it('is read by the driver in this way, whoever is asked for', async () => {
    const reply: Reply = { text: listText(3_000), headers: { 'content-type': 'application/json' } };
    await using panel = await always(reply);
    const answers = readerOf({ idleMs: 0 });

    const inventory = await driver({ answers }).takeInventory(byToken(panel.url));
    const inbounds = await driver({ answers }).listInbounds(byToken(panel.url));

    expect(inventory.clients).toHaveLength(3_000);
    expect(inbounds).toEqual(inventory.inbounds);
  });

  it('is read here where no thread can be started', async () => {
    const lines: string[] = [];
    const log = { info: () => {}, warn: (event: string) => void lines.push(event), error: () => {} };
    const reader = readerOf({ log, program: program('throw new Error("no thread")') });
    const text = listText(5_000);

    const { digested } = await reader.open(bodyOf(text), INVENTORY);

    expect(digested && inventoryOf(digested)).toEqual(inventoryIn(text));
    expect(lines).toEqual(['panel.thread-not-started']);
  });

  it('has an unknown answer when its thread ends over it, and the next one gets a new thread', async () => {
    const reader = readerOf({ program: DYING });
    const text = listText(5_000);

    const faults = [
      await faultOf(reader.open(bodyOf(text), INVENTORY)),
      await faultOf(reader.open(bodyOf(text), INVENTORY)),
    ];

    expect(faults).toMatchObject([
      { kind: 'ambiguous', retryable: true },
      { kind: 'ambiguous', retryable: true },
    ]);
  });

  it('is told from a page, from JSON that breaks off and from a refusal, however long they are', async () => {
    const reader = readerOf({ largeBytes: 0 });
    const cut = listText(10).slice(0, -20);

    expect(await reader.open(bodyOf('<html></html>'), INVENTORY)).toMatchObject({
      isJson: false,
      envelope: null,
    });
    expect(await reader.open(bodyOf(cut), INVENTORY)).toMatchObject({ isJson: false, envelope: null });
    expect(await reader.open(bodyOf('{"success":false,"msg":"no","obj":null}'), INVENTORY)).toMatchObject({
      envelope: { success: false, msg: 'no' },
      digested: null,
    });
  });

  it('keeps the class of a fault that was found in the thread', async () => {
    const reader = readerOf({ largeBytes: 0 });
    const broken = JSON.stringify({ success: true, msg: '', obj: { id: 1, settings: '{oops' } });
    const digest = { kind: 'clients', emails: ['a', 'b'] } as const;

    const fault: PanelFault = await faultOf(reader.open(bodyOf(broken), digest));

    expect(fault).toMatchObject({ name: 'PanelFault', kind: 'poisoned', outcome: 'failed' });
  });
});
