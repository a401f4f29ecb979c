import { type CommandContext, Composer } from 'grammy';
import { commandsFor } from '../guard.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap, say, show } from '../show.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { auditScreens } from './audit-screens.ts';
import { clientScreens } from './client-screens.ts';
import { customerScreens } from './customer-screens.ts';
import { moneyScreens } from './money-screens.ts';
import { refuseOldYes } from './old-question.ts';
import { orderScreens } from './order-screens.ts';
import { plansCard, toggleLabel } from './plan-cards.ts';
import { serverCard } from './server-cards.ts';
import { settingsCommand } from './settings-command.ts';
import { staffScreens } from './staff-screens.ts';
import { wizards } from './wizards.ts';

/** Everything the staff sees. Who may do what was asked before, in `guard`. */
export function adminComposer(needs: AdminNeeds): Composer<ShopContext> {
  const admin = new Composer<ShopContext>();
  admin.use(wizards(needs));
  admin.on('callback_query', refuseOldYes(needs.clock));
  admin.command('admin', (ctx) => ctx.reply(commandList(ctx)));
  fleetScreens(admin, needs);
  orderScreens(admin, needs);
  settingsCommand(admin, needs);
  moneyScreens(admin, needs);
  customerScreens(admin, needs);
  clientScreens(admin, needs);
  staffScreens(admin, needs);
  auditScreens(admin, needs);
  return admin;
}

function commandList({ t, role }: CommandContext<ShopContext>): string {
  return commandsFor(role)
    .map((name) => `/${name} – ${t(`command-${name}`)}`)
    .join('\n');
}

function fleetScreens(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  admin.command('servers', (ctx) => showServers(ctx, needs));
  onTap(admin, 'servers', async (ctx) => {
    await answerTap(ctx);
    await showServers(ctx, needs);
  });
  admin.command('plans', (ctx) => showPlans(ctx, needs));
  onTap(admin, 'plans-admin', async (ctx) => {
    await answerTap(ctx);
    await showPlans(ctx, needs);
  });
  onTap(admin, 'plan-toggle', (ctx, { planId }) => togglePlan(ctx, needs, planId));
}

/** One message a server: a list of all would not fit. */
async function showServers(ctx: ShopContext, needs: AdminNeeds): Promise<void> {
  const servers = await needs.services.fleet.servers();
  if (servers.length === 0) await ctx.reply(ctx.t('servers-empty'));
  for (const server of servers) await say(ctx, serverCard(ctx.t, server));
}

const showPlans = async (ctx: ShopContext, needs: AdminNeeds): Promise<void> =>
  show(ctx, plansCard(ctx.t, await needs.services.fleet.plans()), needs.clock.now());

/** Two quick presses, or one handed in twice, are one change: a button that says the other by now only draws anew. */
async function togglePlan(ctx: ShopContext, needs: AdminNeeds, planId: number): Promise<void> {
  const plan = (await needs.services.fleet.plans()).find((each) => each.planId === planId);
  const pressed = pressedLabel(ctx);
  if (plan && pressed !== null && pressed !== toggleLabel(ctx.t, plan)) await answerTap(ctx);
  else await setOnSale(ctx, needs, { planId, onSale: !plan?.onSale });
  await showPlans(ctx, needs);
}

async function setOnSale(
  ctx: ShopContext,
  needs: AdminNeeds,
  change: { planId: number; onSale: boolean },
): Promise<void> {
  const changed = await needs.services.fleet.setOnSale({ ...change, actorId: ctx.from?.id ?? 0 });
  if (!changed.ok) await alertTap(ctx, ctx.t(`refusal-${changed.refusal.code}`));
  else
    await answerTap(ctx, ctx.t(change.onSale ? 'plan-shown' : 'plan-hidden', { name: changed.value.name }));
}

/** null = Telegram does not show the message any more. */
function pressedLabel({ callbackQuery }: ShopContext): string | null {
  const message = callbackQuery?.message;
  const rows = (message && 'reply_markup' in message && message.reply_markup?.inline_keyboard) || [];
  const data = callbackQuery?.data;
  return (
    rows.flat().find((button) => 'callback_data' in button && button.callback_data === data)?.text ?? null
  );
}
