import type { ShopContext } from '../shop-context.ts';
import type { Screen } from '../views/screen.ts';
import type { AdminNeeds } from './admin-needs.ts';
import type { EditKind } from './edit-fields.ts';
import { inboundCard } from './inbound-cards.ts';
import { ownInboundsCard } from './own-cards.ts';
import { planCard } from './plan-cards.ts';
import { serverCard } from './server-cards.ts';
import { sayStaff } from './show-staff.ts';

/** What cards are drawn from. */
export type CardNeeds = { services: Pick<AdminNeeds['services'], 'fleet'>; ids: AdminNeeds['ids'] };

/** What a wizard ends with: the card it began on, drawn anew, with `note` at its head; the note alone where it is gone. */
export async function sayCard(
  { ctx, needs }: { ctx: ShopContext; needs: CardNeeds },
  { kind, id }: { kind: EditKind; id: number },
  note: string,
): Promise<void> {
  await sayStaff({ ctx }, (await CARDS[kind]({ ctx, needs }, id, note)) ?? { text: note });
}

type Card = (at: { ctx: ShopContext; needs: CardNeeds }, id: number, note: string) => Promise<Screen | null>;

const CARDS: Record<EditKind, Card> = {
  server: async ({ ctx, needs }, id, note) => {
    const server = await needs.services.fleet.serverDesk.server(id);
    return server && serverCard(ctx.t, server, note);
  },
  inbound: async ({ ctx, needs }, id, note) => {
    const inbound = await needs.services.fleet.inboundDesk.inbound(id);
    const server = inbound?.isSource ? await needs.services.fleet.serverDesk.server(inbound.serverId) : null;
    if (server) return ownInboundsCard(ctx.t, server, note);
    return inbound && inboundCard(ctx.t, inbound, note);
  },
  plan: async ({ ctx, needs }, id, note) => {
    const plans = await needs.services.fleet.plans();
    const place = plans.findIndex(({ planId }) => planId === id);
    const plan = plans[place];
    const nonce = needs.ids.nonce();
    const shown = { place, count: plans.length, nonce, bot: ctx.me.username, note };
    return plan ? planCard(ctx.t, { plan, ...shown }) : null;
  },
};
