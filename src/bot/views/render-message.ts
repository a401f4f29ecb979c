import { InvariantViolation } from '../../model/errors.ts';
import type { Role } from '../../model/role.ts';
import type { NoticeAccess } from '../../services/delivery/notice-truth.ts';
import type { MessageData, MessageKind } from '../../services/messages/message-kinds.ts';
import { isNotice } from '../../services/messages/notice-kinds.ts';
import type { Services } from '../../services/services.ts';
import type { MessageRow, Renderer, Sendable } from '../sender/sendable.ts';
import type { Texts, Translate } from '../texts.ts';
import {
  addedView,
  extendedView,
  resumedView,
  suspendedView,
  trafficNoticeView,
} from './access-notice-views.ts';
import { addressRenewedView } from './address-views.ts';
import {
  autoSwitchedView,
  renewalHeldView,
  renewalShortView,
  renewalStoppedView,
} from './auto-renewal-views.ts';
import { cardView } from './card-view.ts';
import { deviceAddedView } from './device-views.ts';
import { forRole } from './for-role.ts';
import { invoiceView } from './invoice-view.ts';
import { keyView, qrCaption } from './key-view.ts';
import { lateView } from './late-views.ts';
import { connectedView, endedView, endingView, goneView, unboundView } from './life-notice-views.ts';
import { MESSAGE_FORMS } from './message-data.ts';
import {
  isAfterPause,
  isEnded,
  isEnding,
  isExtended,
  isNewsOfConnection,
  isOn,
  isSuspended,
  isUnrenewed,
  isUsed,
} from './notice-truths.ts';
import {
  alertView,
  creditedView,
  priceChangedView,
  refundDoneView,
  refundStartedView,
  sorryView,
} from './notice-views.ts';
import { pauseEndedView } from './pause-views.ts';
import { movedView, moveFailedView } from './placement-views.ts';
import { planChangedView } from './plan-change-views.ts';
import { planBackView } from './plan-wait-views.ts';
import { qrPng } from './qr-png.ts';
import { renewedView } from './renewal-views.ts';
import type { Screen } from './screen.ts';
import {
  freeEndedView,
  fromShopView,
  orderCancelledView,
  roleChangedView,
  suspensionView,
} from './shop-notice-views.ts';
import { subscriptionLinkView } from './subscription-link-view.ts';
import { subscriptionEndedView } from './subscription-views.ts';
import { supportAnswerView, supportQuestionView } from './support-views.ts';
import { toppedUpView } from './top-up-views.ts';
import { trafficAddedView } from './traffic-views.ts';

type Delivery = Services['delivery'];

/** What the words of a row are made with. */
export type RendererParts = {
  services: Pick<Services, 'delivery' | 'checkout' | 'support'>;
  texts: Texts;
  /** The language of the person behind a private chat. */
  languageOf: (chatId: number) => Promise<string>;
  /** This person has blocked the bot. */
  isAway: (chatId: number) => Promise<boolean>;
  /** What this person may do in the shop. */
  roleOf: (chatId: number) => Promise<Role>;
};

type Tools = {
  t: Translate;
  /** What its reader may do. */
  role: () => Promise<Role>;
  delivery: Delivery;
  checkout: Services['checkout'];
  support: Services['support'];
};
type Asked<Kind extends MessageKind> = Tools & { data: MessageData[Kind] };
type Render<Kind extends MessageKind> = (asked: Asked<Kind>) => Promise<Sendable | 'drop'>;

/** How each kind of message is said. */
const RENDERERS: { readonly [Kind in MessageKind]: Render<Kind> } = {
  invoice: async ({ data, t, delivery }) => {
    const invoice = await delivery.invoice(data.paymentId);
    if (!invoice) return 'drop';
    return invoice.isMonthly
      ? subscriptionLinkView(invoice, t)
      : { method: 'sendInvoice', payload: invoiceView(invoice, t) };
  },
  'key-text': async ({ data, t, delivery }) => {
    const key = await delivery.keyOf(data.unitId);
    return key ? { method: 'sendMessage', payload: keyView(key, t, data.changed) } : 'drop';
  },
  'key-qr': async ({ data, t, delivery }) => {
    const key = await delivery.keyOf(data.unitId);
    return key ? { method: 'sendPhoto', photo: qrPng(key.qrText), payload: qrCaption(key, t) } : 'drop';
  },
  'refund-started': async ({ data, t }) => ({ method: 'sendMessage', payload: refundStartedView(data, t) }),
  'refund-done': async ({ data, t }) => ({ method: 'sendMessage', payload: refundDoneView(data, t) }),
  credited: async ({ data, t }) => ({ method: 'sendMessage', payload: creditedView(data, t) }),
  'access-suspended': (asked) => accessNotice(asked, suspendedView, isSuspended),
  'access-added': (asked) => accessNotice(asked, addedView),
  'address-renewed': async ({ data: { customerId }, t, delivery }) => {
    const address = await delivery.addresses.address(customerId);
    return address ? { method: 'sendMessage', payload: addressRenewedView(address, t) } : 'drop';
  },
  'access-resumed': (asked) => accessNotice(asked, resumedView, isOn),
  'access-extended': (asked) => accessNotice(asked, extendedView, isExtended),
  'access-ending': (asked) => accessNotice(asked, endingView, isEnding),
  'access-ended': (asked) => accessNotice(asked, endedView, isEnded),
  'access-gone': async ({ data, t }) => ({ method: 'sendMessage', payload: goneView(data, t) }),
  'access-unbound': async ({ data, t }) => ({ method: 'sendMessage', payload: unboundView(data, t) }),
  'access-connected': (asked) => accessNotice(asked, connectedView, isNewsOfConnection),
  'traffic-notice': (asked) => accessNotice(asked, trafficNoticeView, isUsed),
  'access-moved': (asked) => accessNotice(asked, movedView),
  'move-failed': (asked) => accessNotice(asked, moveFailedView),
  'pause-ended': (asked) => accessNotice(asked, pauseEndedView, isAfterPause),
  'delivery-late': async ({ data: { orderId }, t, delivery, checkout }) => {
    const card = await delivery.card(orderId);
    const back = await checkout.previewGiveBack({ orderId, to: 'original' });
    return card && back ? { method: 'sendMessage', payload: lateView({ card, back }, t) } : 'drop';
  },
  'renewal-short': (asked) => {
    const canTopUp = asked.checkout.topUps.offers().length > 0;
    return accessNotice({ ...asked, data: { ...asked.data, canTopUp } }, renewalShortView, isUnrenewed);
  },
  'auto-renewal-switched': (asked) => accessNotice(asked, autoSwitchedView),
  'renewal-held': (asked) => accessNotice(asked, renewalHeldView, isUnrenewed),
  'renewal-stopped': (asked) => accessNotice(asked, renewalStoppedView, isUnrenewed),
  'subscription-ended': async ({ data, t }) => ({
    method: 'sendMessage',
    payload: subscriptionEndedView(data, t),
  }),
  renewed: async ({ data: { orderId }, t, checkout }) => {
    const news = await checkout.renewals.news(orderId);
    return news ? { method: 'sendMessage', payload: renewedView(news, t) } : 'drop';
  },
  'traffic-added': async ({ data: { orderId }, t, checkout }) => {
    const news = await checkout.renewals.news(orderId);
    return news ? { method: 'sendMessage', payload: trafficAddedView(news, t) } : 'drop';
  },
  'device-added': async ({ data: { orderId }, t, checkout }) => {
    const news = await checkout.plans.news(orderId);
    return news ? { method: 'sendMessage', payload: deviceAddedView(news, t) } : 'drop';
  },
  'plan-changed': async ({ data: { orderId }, t, checkout }) => {
    const news = await checkout.plans.news(orderId);
    return news ? { method: 'sendMessage', payload: planChangedView(news, t) } : 'drop';
  },
  'topped-up': async ({ data: { orderId }, t, checkout }) => {
    const news = await checkout.topUps.news(orderId);
    return news ? { method: 'sendMessage', payload: toppedUpView(news, t) } : 'drop';
  },
  sorry: async ({ t }) => ({ method: 'sendMessage', payload: sorryView(t) }),
  'support-question': async ({ data: { messageId, part }, t, support }) => {
    const message = await support.message(messageId);
    if (!message) return 'drop';
    return { method: 'sendMessage', payload: unlinked(supportQuestionView({ message, part }, t)) };
  },
  'support-answer': async ({ data: { messageId, part }, t, support }) => {
    const message = await support.message(messageId);
    if (!message) return 'drop';
    return { method: 'sendMessage', payload: unlinked(supportAnswerView({ message, part }, t)) };
  },
  'from-shop': async ({ data, t }) => ({ method: 'sendMessage', payload: fromShopView(data, t) }),
  'role-changed': async ({ data, t }) => ({ method: 'sendMessage', payload: roleChangedView(data, t) }),
  'order-cancelled': async ({ data, t }) => ({ method: 'sendMessage', payload: orderCancelledView(data, t) }),
  'free-ended': async ({ data, t }) => ({ method: 'sendMessage', payload: freeEndedView(data, t) }),
  'customer-suspended': async ({ t }) => ({
    method: 'sendMessage',
    payload: suspensionView('customer-suspended', t),
  }),
  'customer-unsuspended': async ({ t }) => ({
    method: 'sendMessage',
    payload: suspensionView('customer-unsuspended', t),
  }),
  'plan-back': async ({ data, t }) => ({ method: 'sendMessage', payload: planBackView(data, t) }),
  'price-changed': async ({ data, t }) => ({ method: 'sendMessage', payload: priceChangedView(data, t) }),
  alert: async ({ data, t, role }) => ({
    method: 'sendMessage',
    payload: forRole(alertView(data, t), await role()),
  }),
};

/** About one access; one that is gone meanwhile needs no words, nor does what is not so any more. */
async function accessNotice<Data extends { clientId: number }>(
  { data, t, delivery }: { data: Data; t: Translate; delivery: Delivery },
  view: (access: NoticeAccess, t: Translate, data: Data) => Screen,
  isTrue: (access: NoticeAccess, data: Data) => boolean = () => true,
): Promise<Sendable | 'drop'> {
  const access = await delivery.accessForNotice(data.clientId);
  return access && isTrue(access, data) ? { method: 'sendMessage', payload: view(access, t, data) } : 'drop';
}
/** No preview of an address that a person wrote. */
const unlinked = (screen: Screen) => ({ ...screen, link_preview_options: { is_disabled: true } });

/** Gives the sender the words of its rows, in the language of the person who will read them. */
export function createRenderer({ services, texts, languageOf, isAway, roleOf }: RendererParts): Renderer {
  const { delivery, checkout, support } = services;
  const wordsFor = async (chatId: number) => texts.for(await languageOf(chatId));
  return {
    message: async (row) => {
      if (isNotice(row.kind) && (await isAway(row.chatId))) return 'away';
      const role = () => roleOf(row.chatId);
      return render(row, { t: await wordsFor(row.chatId), role, delivery, checkout, support });
    },
    card: async (orderId) => {
      const card = await delivery.card(orderId);
      return card ? cardView(card, await wordsFor(card.customerId)) : 'drop';
    },
  };
}

async function render(row: MessageRow, tools: Tools) {
  const { kind } = row;
  if (!isKind(kind)) throw new InvariantViolation(`message ${row.id}: no such kind`);
  return renderKind(kind, row, tools);
}

function renderKind<Kind extends MessageKind>(
  kind: Kind,
  row: MessageRow,
  tools: Tools,
): Promise<Sendable | 'drop'> {
  const parsed = MESSAGE_FORMS[kind].safeParse(row.data);
  if (!parsed.success) throw new InvariantViolation(`message ${row.id}: not the data of ${kind}`);
  return RENDERERS[kind]({ data: parsed.data, ...tools });
}

const isKind = (kind: string): kind is MessageKind => Object.hasOwn(RENDERERS, kind);
