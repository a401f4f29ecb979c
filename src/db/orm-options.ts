import { AuditEntry } from '../model/audit-entry.ts';
import { ChoreRun } from '../model/chore-run.ts';
import { ClientMove } from '../model/client-move.ts';
import { ClientNotice, NoticeChoice } from '../model/client-notice.ts';
import { ClientTrafficDay } from '../model/client-traffic-day.ts';
import { Customer } from '../model/customer.ts';
import { DedicatedInbound } from '../model/dedicated-inbound.ts';
import { InboundTrafficSample, ServerCheck } from '../model/fleet-history.ts';
import { FreeTrial } from '../model/free-trial.ts';
import { GroupNotice } from '../model/group-notice.ts';
import { LedgerAccount, LedgerJournal, LedgerPosting } from '../model/ledger.ts';
import { LifecycleRun, TrafficTurn } from '../model/lifecycle-run.ts';
import { Order, OrderItem } from '../model/order.ts';
import { OrderPurchase } from '../model/order-purchase.ts';
import { OrderServerClient } from '../model/order-server-client.ts';
import { PanelLane, Tombstone } from '../model/panel-lane.ts';
import { PanelOrphan } from '../model/panel-orphan.ts';
import { Charge, Payment, Refund } from '../model/payment.ts';
import { PlanWait } from '../model/plan-wait.ts';
import { Server } from '../model/server.ts';
import { ServerClient } from '../model/server-client.ts';
import { ServerInbound } from '../model/server-inbound.ts';
import { ServerPlan } from '../model/server-plan.ts';
import { ServerPlanPool } from '../model/server-plan-pool.ts';
import { ShopMark } from '../model/shop-mark.ts';
import { ShopSetting } from '../model/shop-setting.ts';
import { ShopTrafficDay } from '../model/shop-traffic-day.ts';
import { StarSubscription } from '../model/star-subscription.ts';
import { SupportMessage } from '../model/support-message.ts';
import {
  BotState,
  ChatLane,
  OrderCard,
  OutgoingMessage,
  TelegramUpdate,
  WizardState,
} from '../model/telegram.ts';
import { WalletCredit } from '../model/wallet-credit.ts';

/** What the shop asks of the mapper, whichever driver it runs on. */
export const ormOptions = {
  entities: [
    Server,
    ServerInbound,
    ServerPlan,
    ServerPlanPool,
    Customer,
    Order,
    OrderItem,
    ServerClient,
    OrderPurchase,
    FreeTrial,
    PlanWait,
    OrderServerClient,
    Payment,
    Charge,
    Refund,
    LedgerAccount,
    LedgerJournal,
    LedgerPosting,
    TelegramUpdate,
    OutgoingMessage,
    OrderCard,
    ChatLane,
    BotState,
    WizardState,
    PanelLane,
    PanelOrphan,
    Tombstone,
    DedicatedInbound,
    ServerCheck,
    InboundTrafficSample,
    AuditEntry,
    SupportMessage,
    GroupNotice,
    ChoreRun,
    ShopMark,
    WalletCredit,
    ShopSetting,
    ClientTrafficDay,
    ShopTrafficDay,
    ClientNotice,
    NoticeChoice,
    LifecycleRun,
    TrafficTurn,
    ClientMove,
    StarSubscription,
  ],
  forceUtcTimezone: true,
  /** A column that may be null is null on a new entity too, as its type says, and not undefined. */
  initNullableProperties: true,
};
