import { z } from 'zod';
import type { Box } from '../box.ts';
import { labelsOf, type Shown, type SmokePerson } from '../person.ts';
import { hears } from '../talk.ts';
import { type NoticeName, noticesIn, type SeenNotice } from './life-notices.ts';
import type { LifePanel, OnPanel } from './life-panel.ts';

/** The plan that is bought: 30 days, 10 GB, one seat. */
export const LIFE_PLAN = { name: 'Life', days: 30, price: '1.00', gb: 10, seats: 1 } as const;

const clock = z.object({ now: z.number() });
const advanced = z.object({ shop: z.string() });

/** What can be seen from outside: the chat, the panel, the owner's list of plans. */
export type Seen = {
  /** All since the payment. */
  notices: SeenNotice[];
  onPanel: OnPanel | null;
  /** Taken of the plan. */
  seats: number;
};

/** One access with its customer, its owner, its panel and its time. */
export class LifeScene {
  readonly ann: SmokePerson;
  readonly panel: LifePanel;
  /** ms by the world's clock; 0 = not paid yet. */
  paidAt = 0;
  private readonly box: Box;
  private readonly olga: SmokePerson;

  constructor(box: Box, parts: { ann: SmokePerson; olga: SmokePerson; panel: LifePanel }) {
    this.box = box;
    this.ann = parts.ann;
    this.olga = parts.olga;
    this.panel = parts.panel;
  }

  async now(): Promise<number> {
    return clock.parse((await this.box.http.get<unknown>('/_emu/clock')).data).now;
  }

  /** Moves the clock of world and shop; answers when the shop did what became due. */
  async pass(ms: number): Promise<void> {
    const { data } = await this.box.http.post<unknown>('/_emu/clock/advance', { ms: Math.ceil(ms) });
    if (advanced.parse(data).shop !== 'ok') throw new Error('the shop did not follow the clock');
    await this.box.settled();
  }

  async look(): Promise<Seen> {
    return {
      notices: this.paidAt === 0 ? [] : noticesIn(await this.ann.screen(), this.paidAt),
      onPanel: await this.panel.look(),
      seats: await this.seats(),
    };
  }

  settled(): Promise<void> {
    return this.box.settled();
  }

  /** The newest notice of a kind, waited for. */
  async notice(name: NoticeName): Promise<void> {
    await this.box.until(`the notice “${name}”`, async () =>
      noticesIn(await this.ann.screen(), this.paidAt).some(({ notice }) => notice === name),
    );
  }

  /** What the owner reads in /plans: `1/1 sold`. */
  private async seats(): Promise<number> {
    const { length } = await this.olga.screen();
    await this.olga.send('/plans');
    const list = await this.olga.sees('the plans', isPlanList, length);
    const lines = (list.text ?? '').split('\n');
    const sold = lines.slice(lines.indexOf(LIFE_PLAN.name)).find((line) => SOLD.test(line)) ?? '';
    return Number(SOLD.exec(sold)?.[1] ?? Number.NaN);
  }
}

const SOLD = /^(\d+)\/\S+ sold/;
const isPlanList = (entry: Shown): boolean =>
  (entry.text ?? '').startsWith('Plans') && labelsOf(entry).includes(LIFE_PLAN.name);

/** From the button to the receipt: what a renewal gives, its price, the invoice, Pay. */
export async function renewByChat(scene: LifeScene): Promise<void> {
  const { ann } = scene;
  await ann.send('/my');
  const list = await ann.sees('My access', (entry) => labelsOf(entry).some(isOfPlan));
  await ann.tap(labelsOf(list).find(isOfPlan) ?? '');
  await ann.sees('the access', (entry) => entry.id === list.id && labelsOf(entry).includes(RENEW));
  await ann.tap(RENEW);
  await hears(ann, `Renew ${LIFE_PLAN.name}`);
  const offer = await ann.sees('the price', (entry) => labelsOf(entry).some(isPay));
  const paid = (await ann.screen()).findLast(isInvoice)?.id ?? 0;
  await ann.tap(labelsOf(offer).find(isPay) ?? '');
  await ann.sees('the invoice', (entry) => isInvoice(entry) && (entry.id ?? 0) > paid);
  await ann.pay();
  await scene.notice('renewed');
}

const RENEW = '🔁 Renew';
const isOfPlan = (label: string): boolean => label.includes(LIFE_PLAN.name);
const isPay = (label: string): boolean => /^Pay \d+ ⭐$/.test(label);
const isInvoice = (entry: Shown): boolean => entry.kind === 'invoice';
