import type { Context } from 'grammy';
import { starsFor } from '../../model/values/money.ts';
import type { PlanView } from '../../services/fleet/views.ts';
import type { Shop } from '../../services/ports/shop.ts';
import { tidy } from '../views/fit-to.ts';
import { moneyWords } from '../views/money-words.ts';
import { actorOf, numbersOf } from './fleet-at.ts';
import { starsField } from './new-plan-wizard.ts';
import { readPrice } from './plan-input.ts';
import { type CardNeeds, sayCard } from './say-card.ts';
import { type Choice, type Wizard, WizardTalk, type Words } from './wizard-talk.ts';

type PriceNeeds = CardNeeds & { shop: Shop };
type At = { talk: WizardTalk; needs: PriceNeeds; planId: number };
type Price = { priceMinor: bigint; priceStars: number | null };
/** The price as it stands when the wizard begins. */
type Now = Price & { name: string; version: number };

/** [Price] of a plan: asks, shows old and new and who would be told, and changes nothing before the last press. */
export const priceWizard = (needs: PriceNeeds) =>
  async function price(wizard: Wizard, _ctx: Context, planId: number): Promise<void> {
    const at = { talk: await WizardTalk.begin(wizard, needs.ids), needs, planId };
    const now = await at.talk.outside(async () => nowOf(await needs.services.fleet.planDesk.plan(planId)));
    await end(at, now ? await untilChanged(at, now) : { id: 'refusal-plan-not-found' });
  };

/** Answers what there is to say in the end. */
async function untilChanged(at: At, now: Now): Promise<Words> {
  for (;;) {
    const next = await askPrice(at, now);
    const words = isSame(now, next) ? { id: 'price-same' } : await change(at, now, next);
    if (words) return words;
  }
}

const nowOf = (plan: PlanView | null): Now | null =>
  plan && {
    name: tidy(plan.name),
    priceMinor: plan.priceMinor,
    priceStars: plan.priceStars,
    version: plan.priceVersion,
  };

const isSame = (one: Price, other: Price): boolean =>
  one.priceMinor === other.priceMinor && one.priceStars === other.priceStars;

async function askPrice({ talk, needs }: At, now: Now): Promise<Price> {
  const { shop } = needs;
  const price = priceWords(now, shop);
  const priceMinor = await talk.ask({
    ask: { id: 'price-ask', args: { name: now.name, ...price } },
    read: readPrice,
    choices: [{ id: 'keep', label: { id: 'price-button-keep', args: price }, value: now.priceMinor }],
  });
  return { priceMinor, priceStars: await talk.ask(starsField(shop, priceMinor)) };
}

/** Asks once more and changes it. Answers what there is to say; null = the price has to be another one. */
async function change(at: At, now: Now, next: Price): Promise<Words | null> {
  const { talk, needs, planId } = at;
  const { planDesk } = needs.services.fleet;
  const holders = await talk.outside(() => planDesk.countHolders(planId));
  const tell = await asksToTell(at, { now, next, holders });
  const request = { planId, ...next, shownVersion: now.version, tell };
  const answer = await talk.outside((ctx) => planDesk.changePrice({ ...request, actorId: actorOf(ctx) }));
  if (answer.ok) return { id: tell ? 'price-done-told' : 'price-done', args: { count: answer.value.told } };
  const words = { id: `refusal-${answer.refusal.code}`, args: numbersOf(answer.refusal) };
  if (answer.refusal.code !== 'too-many-stars') return words;
  talk.note(words);
  return null;
}

async function asksToTell(
  { talk, needs }: At,
  { now, next, holders }: { now: Now; next: Price; holders: number },
): Promise<boolean> {
  const words: Words[] = [
    { id: 'price-sure', args: { name: now.name } },
    { id: 'price-sure-before', args: priceWords(now, needs.shop) },
    { id: 'price-sure-after', args: priceWords(next, needs.shop) },
    { id: 'price-sure-orders' },
    ...(holders > 0
      ? [{ id: 'price-sure-holders', args: { count: holders } }]
      : [{ id: 'price-sure-nobody' }]),
  ];
  return (await talk.choose({ words, choices: waysOf(holders) })) === 'tell';
}

function waysOf(holders: number): Choice[] {
  const style = 'success';
  if (holders === 0) return [{ id: 'silent', label: { id: 'price-button-change' }, style }];
  return [
    { id: 'tell', label: { id: 'price-button-tell', args: { count: holders } }, style },
    { id: 'silent', label: { id: 'price-button-silent' } },
  ];
}

const priceWords = ({ priceMinor, priceStars }: Price, { currency, starRate }: Shop) => ({
  price: moneyWords(priceMinor, currency),
  stars: String(priceStars ?? starsFor(priceMinor, starRate)),
});

async function end({ talk, needs, planId }: At, words: Words): Promise<void> {
  await talk.outside(async (ctx) => {
    await sayCard({ ctx, needs }, { kind: 'plan', id: planId }, ctx.t(words.id, words.args));
    return null;
  });
}
