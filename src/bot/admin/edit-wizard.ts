import type { Context } from 'grammy';
import type { EditField, Shown } from './edit-field.ts';
import { type EditKind, editField } from './edit-fields.ts';
import { actorOf, numbersOf, type Refusal } from './fleet-at.ts';
import { type CardNeeds, sayCard } from './say-card.ts';
import { type Choice, type Wizard, WizardTalk } from './wizard-talk.ts';

/** The value that is typed anew, of one server, inbound or plan. */
export type EditTarget = { kind: EditKind; id: number; field: string };

type At = { talk: WizardTalk; needs: CardNeeds; target: EditTarget };

/** Refusals that another value mends; after the others there is nothing left to ask. */
const ASK_AGAIN = ['below-taken', 'too-many-stars', 'trial-too-long', 'shorter-than-trial'];

/** The pencil of every card: shows how a value stands, asks for another, stores it, and draws the card anew. */
export const editWizard = (needs: CardNeeds) =>
  async function edit(wizard: Wizard, _ctx: Context, target: EditTarget): Promise<void> {
    const talk = await WizardTalk.begin(wizard, needs.ids);
    await editField(target.kind, target.field)?.((field) => editValue({ talk, needs, target }, field));
  };

async function editValue<Value>(at: At, field: EditField<Value>): Promise<void> {
  const { talk, needs, target } = at;
  const { fleet } = needs.services;
  const shown = await talk.outside((ctx) => field.shown(fleet, target.id, ctx.t));
  if (!shown) return end(at, { code: `${target.kind}-not-found` });
  for (;;) {
    const value = await talk.ask({
      ask: { id: `edit-${field.key}`, args: { name: shown.name, now: shown.words } },
      read: field.read,
      choices: choicesOf(field),
    });
    if (shown.accesses) await talk.choose(sureOf(field, shown, value));
    const edit = { id: target.id, value, shown: shown.value };
    const stored = await talk.outside((ctx) => field.apply(fleet, { ...edit, actorId: actorOf(ctx) }));
    if (stored.ok) return end(at, null);
    if (!ASK_AGAIN.includes(stored.refusal.code)) return end(at, stored.refusal);
    talk.note({ id: `refusal-${stored.refusal.code}`, args: numbersOf(stored.refusal) });
  }
}

/** Asked before what customers will feel; what the text says of them is the field's. */
const sureOf = <Value>({ key }: EditField<Value>, { name, accesses = 0 }: Shown<Value>, value: Value) => ({
  words: [{ id: `edit-sure-${key}`, args: { name, value: String(value), accesses } }],
  choices: [{ id: 'store', label: { id: 'edit-button-store' } }],
});

function choicesOf<Value>({ none }: EditField<Value>): (Choice & { value: Value })[] {
  return none ? [{ id: 'none', label: { id: `edit-button-${none.label}` }, value: none.value }] : [];
}

/** null = it is stored. */
async function end({ talk, needs, target }: At, refusal: Refusal | null): Promise<void> {
  await talk.outside(async (ctx) => {
    const note = refusal ? ctx.t(`refusal-${refusal.code}`, numbersOf(refusal)) : ctx.t('edit-done');
    await sayCard({ ctx, needs }, target, note);
    return null;
  });
}
