import type { Call, Panel } from './panel-call.ts';
import type { Client, Fields } from './panel-records.ts';
import { ok, type Reply } from './panel-reply.ts';
import { clientTraffic, without } from './wire-shapes.ts';

const MOST_ON_A_PAGE = 200;
const USUAL_PAGE = 25;

/** `clients/list/paged?page&pageSize&search`: other filters are not simulated. */
export function pageOfClients({ store, traits }: Panel, { query }: Call): Reply {
  const all = store.clients();
  const search = (query.get('search') ?? '').toLowerCase();
  const found = all.filter(({ email }) => email.toLowerCase().includes(search));
  const page = Math.max(1, Number(query.get('page') ?? 1) || 1);
  const pageSize = Math.min(MOST_ON_A_PAGE, Number(query.get('pageSize') ?? USUAL_PAGE) || USUAL_PAGE);
  const items = found.slice((page - 1) * pageSize, page * pageSize).map(itemOf);
  const { missing } = traits;
  const summary = without(summaryOf(all), missing.page);
  const answer = { items, total: all.length, filtered: found.length, page, pageSize, summary, groups: [] };
  return ok(without(answer, missing.page));
}

function itemOf(client: Client): Fields {
  const { email, subId, enable, totalGB, expiryTime, limitIp, reset, comment, inboundIds } = client;
  const traffic = { ...clientTraffic(client), uuid: '', subId: '' };
  const { createdAt, updatedAt } = client;
  const limits = { enable, totalGB, expiryTime, limitIp, reset };
  return { email, subId, ...limits, comment, inboundIds, traffic, createdAt, updatedAt };
}

function summaryOf(clients: readonly Client[]): Fields {
  const depleted = clients.filter(isUsedUp).map(({ email }) => email);
  const deactive = clients.filter((one) => !one.enable && !isUsedUp(one)).map(({ email }) => email);
  return {
    total: clients.length,
    active: clients.length - depleted.length - deactive.length,
    onlineCount: 0,
    depletedCount: depleted.length,
    expiringCount: 0,
    deactiveCount: deactive.length,
    online: [],
    depleted,
    expiring: [],
    deactive,
  };
}

const isUsedUp = ({ enable, totalGB, up, down, expiryTime }: Client): boolean =>
  !enable && ((totalGB > 0 && up + down >= totalGB) || expiryTime > 0);
