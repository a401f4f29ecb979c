import type { StrangerView } from '../../services/fleet/import-desk.ts';
import type { Translate } from '../texts.ts';
import { tidy } from '../views/fit-to.ts';
import { gigabytesOf } from '../views/words.ts';
import type { Words } from './wizard-talk.ts';

/** What is known of a client that is not the shop's, line by line; no secret. */
export function strangerWords(t: Translate, view: StrangerView): Words[] {
  const used = gigabytesOf(view.used);
  const { limit, expiresAt, limitIp, seatsLeft, enabled } = view;
  return [
    { id: 'stranger-name', args: { name: tidy(view.email, 80) } },
    { id: 'stranger-place', args: { server: tidy(view.server), inbound: tidy(view.inbound) } },
    { id: enabled ? 'stranger-on' : 'stranger-off' },
    limit === null
      ? { id: 'usage-unlimited', args: { used } }
      : { id: 'usage-of', args: { used, limit: gigabytesOf(limit) } },
    endWords(t, expiresAt),
    ...(limitIp === 0 ? [] : [{ id: 'stranger-devices', args: { count: limitIp } }]),
    seatsLeft === null
      ? { id: 'stranger-seats-free' }
      : { id: 'stranger-seats', args: { left: String(seatsLeft) } },
  ];
}

/** The date is written here: a wizard keeps its words as text. */
function endWords(t: Translate, end: Date | null): Words {
  if (end === null) return { id: 'key-forever' };
  if (end.getTime() <= 0) return { id: 'stranger-not-started' };
  return { id: 'key-until', args: { date: t('date-long', { date: end }) } };
}
