import { Migration0001Catalogue } from './0001-catalogue.ts';
import { Migration0002OrdersAndMoney } from './0002-orders-and-money.ts';
import { Migration0003TelegramAndLanes } from './0003-telegram-and-lanes.ts';
import { Migration0004Guards } from './0004-guards.ts';
import { Migration0005Agenda } from './0005-agenda.ts';
import { Migration0006LanguageChoice } from './0006-language-choice.ts';
import { Migration0007StaffRole } from './0007-staff-role.ts';
import { Migration0008HomeAndSupport } from './0008-home-and-support.ts';
import { Migration0009Approvals } from './0009-approvals.ts';
import { Migration0010TrafficAndChecks } from './0010-traffic-and-checks.ts';
import { Migration0011Cards } from './0011-cards.ts';
import { Migration0012CardSentAt } from './0012-card-sent-at.ts';
import { Migration0013Webhook } from './0013-webhook.ts';
import { Migration0014Cipher } from './0014-cipher.ts';
import { Migration0016DedicatedInbounds } from './0016-dedicated-inbounds.ts';
import { Migration0017FleetWatch } from './0017-fleet-watch.ts';
import { Migration0018ImportedOrders } from './0018-imported-orders.ts';
import { Migration0019PanelProxy } from './0019-panel-proxy.ts';
import { Migration0020GrantedOrders } from './0020-granted-orders.ts';
import { Migration0021Failover } from './0021-failover.ts';
import { Migration0022Wallet } from './0022-wallet.ts';
import { Migration0023UndeliveredAndMaintenance } from './0023-undelivered-and-maintenance.ts';
import { Migration0024Upkeep } from './0024-upkeep.ts';
import { Migration0025ChoreRuns } from './0025-chore-runs.ts';
import { Migration0026Figures } from './0026-figures.ts';
import { Migration0027Lifecycle } from './0027-lifecycle.ts';
import { Migration0028Renewals } from './0028-renewals.ts';
import { Migration0029Moves } from './0029-moves.ts';
import { Migration0032Pauses } from './0032-pauses.ts';
import { Migration0033Statistics } from './0033-statistics.ts';
import { Migration0034TrafficPacks } from './0034-traffic-packs.ts';
import { Migration0035PlanChanges } from './0035-plan-changes.ts';
import { Migration0036StarSubscriptions } from './0036-star-subscriptions.ts';
import { Migration0038FreeTrials } from './0038-free-trials.ts';
import { Migration0039ExtraDevices } from './0039-extra-devices.ts';
import { Migration0040CreditedRefunds } from './0040-credited-refunds.ts';
import { Migration0042PaidUntil } from './0042-paid-until.ts';
import { Migration0043NewestOrders } from './0043-newest-orders.ts';
import { Migration0044LinksAnew } from './0044-links-anew.ts';
import { Migration0047PlanWaits } from './0047-plan-waits.ts';
import { Migration0048RefusingInbounds } from './0048-refusing-inbounds.ts';

/** Every migration, in the order in which they run. */
export const migrationsList = [
  Migration0001Catalogue,
  Migration0002OrdersAndMoney,
  Migration0003TelegramAndLanes,
  Migration0004Guards,
  Migration0005Agenda,
  Migration0006LanguageChoice,
  Migration0007StaffRole,
  Migration0008HomeAndSupport,
  Migration0009Approvals,
  Migration0010TrafficAndChecks,
  Migration0011Cards,
  Migration0012CardSentAt,
  Migration0013Webhook,
  Migration0014Cipher,
  Migration0016DedicatedInbounds,
  Migration0017FleetWatch,
  Migration0018ImportedOrders,
  Migration0019PanelProxy,
  Migration0020GrantedOrders,
  Migration0021Failover,
  Migration0022Wallet,
  Migration0023UndeliveredAndMaintenance,
  Migration0024Upkeep,
  Migration0025ChoreRuns,
  Migration0026Figures,
  Migration0027Lifecycle,
  Migration0028Renewals,
  Migration0029Moves,
  Migration0032Pauses,
  Migration0033Statistics,
  Migration0034TrafficPacks,
  Migration0035PlanChanges,
  Migration0036StarSubscriptions,
  Migration0038FreeTrials,
  Migration0039ExtraDevices,
  Migration0040CreditedRefunds,
  Migration0042PaidUntil,
  Migration0043NewestOrders,
  Migration0044LinksAnew,
  Migration0047PlanWaits,
  Migration0048RefusingInbounds,
];
