import { Composer } from 'grammy';
import { commandsFor } from '../guard.ts';
import { onTap } from '../on-tap.ts';
import { setMenu } from '../register-commands.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap, show } from '../show.ts';
import { addressScreens } from './address-screens.ts';
import { type AdminDoor, adminMenu, adminText } from './admin-menu.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { alertScreens } from './alert-screens.ts';
import { auditScreens, searchAudit } from './audit-screens.ts';
import { clientScreens } from './client-screens.ts';
import { customerScreens, showCustomers } from './customer-screens.ts';
import { doctorScreens } from './doctor-screens.ts';
import { driftScreens } from './drift-screens.ts';
import { grantScreens } from './grant-screens.ts';
import { inboundScreens, showFirstInbounds } from './inbound-screens.ts';
import { lifecycleScreens, showRuns } from './lifecycle-screens.ts';
import { linkScreens } from './link-screens.ts';
import { maintenanceLine } from './maintenance-cards.ts';
import { maintenanceScreens, showMaintenance } from './maintenance-screens.ts';
import { moneyScreens } from './money-screens.ts';
import { refuseOldYes } from './old-question.ts';
import { orderScreens, showApprovals, showOrders } from './order-screens.ts';
import { planScreens, showPlans } from './plan-screens.ts';
import { serverScreens, showFirst } from './server-screens.ts';
import { settingsCommand, showSettings } from './settings-command.ts';
import { showRoles, staffScreens } from './staff-screens.ts';
import { showStatistics, statisticsScreens } from './statistics-screens.ts';
import { strangerScreens } from './stranger-screens.ts';
import { showUndelivered, undeliveredScreens } from './undelivered-screens.ts';
import { begin, wizards } from './wizards.ts';

/** Everything the staff sees. Who may do what was asked before, in `guard`. */
export function adminComposer(needs: AdminNeeds): Composer<ShopContext> {
  const admin = new Composer<ShopContext>();
  admin.command('start', ownMenu(needs));
  admin.use(wizards(needs));
  admin.on('callback_query', refuseOldYes(needs.clock));
  menu(admin, needs);
  admin.use(
    strangerScreens(needs),
    serverScreens(needs),
    alertScreens(needs),
    inboundScreens(needs),
    planScreens(needs),
  );
  orderScreens(admin, needs);
  settingsCommand(admin, needs);
  maintenanceScreens(admin, needs);
  undeliveredScreens(admin, needs);
  moneyScreens(admin, needs);
  customerScreens(admin, needs);
  grantScreens(admin, needs);
  addressScreens(admin, needs);
  clientScreens(admin, needs);
  staffScreens(admin, needs);
  auditScreens(admin, needs);
  doctorScreens(admin, needs);
  driftScreens(admin, needs);
  linkScreens(admin, needs);
  lifecycleScreens(admin, needs);
  statisticsScreens(admin, needs);
  return admin;
}

/** Telegram takes no menu for somebody who has not started the bot: whoever does so now has the role's at once. */
const ownMenu =
  (needs: AdminNeeds) =>
  async (ctx: ShopContext, next: () => Promise<void>): Promise<void> => {
    await next();
    if (ctx.from) await setMenu({ ...needs, api: ctx.api }, { customerId: ctx.from.id, role: ctx.role });
  };

/** /admin: the commands of the role in words, and a button for each screen. */
function menu(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  const draw = async (ctx: ShopContext) => {
    const { state } = await needs.services.staff.maintenance.view();
    const text = maintenanceLine(ctx.t, state) + adminText(ctx.t, commandsFor(ctx.role));
    await show(ctx, { text, reply_markup: buttons }, needs.clock.now());
  };
  const buttons = adminMenu(doorsOf(needs), draw);
  admin.use(buttons);
  admin.command('admin', draw);
  onTap(admin, 'admin', async (ctx) => {
    await answerTap(ctx);
    await draw(ctx);
  });
}

/** The screens behind the buttons of /admin, in their order. */
const doorsOf = (needs: AdminNeeds): AdminDoor[] => [
  { id: 'servers', open: (ctx) => showFirst({ ctx, needs }) },
  { id: 'inbounds', open: (ctx) => showFirstInbounds({ ctx, needs }) },
  { id: 'plans', open: (ctx) => showPlans({ ctx, needs }, 0) },
  { id: 'orders', open: (ctx) => showOrders({ ctx, needs }, '') },
  { id: 'customers', open: (ctx) => showCustomers({ ctx, needs }, { query: '', page: 0 }) },
  { id: 'approvals', open: (ctx) => showApprovals({ ctx, needs }) },
  {
    id: 'undelivered',
    open: (ctx) => showUndelivered({ ctx, needs }, 0),
    count: () => needs.services.staff.undelivered.count(),
  },
  { id: 'addserver', open: (ctx) => begin(ctx, 'addserver') },
  { id: 'newplan', open: (ctx) => begin(ctx, 'newplan') },
  { id: 'settings', open: (ctx) => showSettings({ ctx, needs }) },
  { id: 'stats', open: (ctx) => showStatistics({ ctx, needs }) },
  { id: 'lifecycle', open: (ctx) => showRuns({ ctx, needs }) },
  { id: 'audit', open: (ctx) => searchAudit({ ctx, needs }, '') },
  { id: 'maintenance', open: (ctx) => showMaintenance({ ctx, needs }) },
  { id: 'staff', open: (ctx) => showRoles({ ctx, needs }) },
];
