import type { InlineKeyboardButton } from 'grammy/types';
import type { Check, CheckName, Mend } from '../../services/delivery/diagnosis.ts';
import type { Diagnosis } from '../../services/delivery/trouble-service.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { goOnButton } from './pause-views.ts';
import { renewButtons } from './renew-buttons.ts';
import { bold, type Piece, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';

/** What was looked at, what is wrong, the one thing that helps, and only then the way to the shop's people. */
export function troubleView(diagnosis: Diagnosis, t: Translate): Screen {
  const { clientId, checks, mend, server, silentSince } = diagnosis;
  const since =
    silentSince === null ? [] : [[t('trouble-since', { date: t('date-long', { date: silentSince }) })]];
  const { text, entities } = richLines(
    [bold(t('trouble-title'))],
    ...checks.map((check): Piece[] => [checkWords(check, t)]),
    [],
    [bold(t(`trouble-mend-${mend}`, { server: tidy(server) }))],
    ...(mend === 'wait' || mend === 'location' ? since : []),
  );
  const ask = tapButton(t('trouble-button-support'), { screen: 'trouble-support', clientId });
  const rows = [...mendButtons(clientId, mend, t), [ask], waysBack(t, { screen: 'access', clientId })];
  return { text, entities, reply_markup: { inline_keyboard: rows } };
}

/** The same for the shop's people, short enough to travel with the customer's next message. */
export function troubleSummary({ clientId, server, checks }: Diagnosis, t: Translate): string {
  const wrong = checks.filter(({ name, result }) => result !== 'yes' && name !== 'online');
  const words = wrong.map((check) => checkWords(check, t)).join('; ');
  return t('trouble-summary', {
    client: String(clientId),
    server: tidy(server, 30),
    found: words || t('trouble-nothing'),
  });
}

const MARKS: Readonly<Record<Check['result'], string>> = { yes: '✓', no: '✗', 'no-answer': '?' };

/** That nobody uses it now is no fault. */
function checkWords({ name, result }: Check, t: Translate): string {
  const mark = name === 'online' && result === 'no' ? '·' : MARKS[result];
  if (result === 'no-answer') return `${mark} ${t('trouble-no-answer', { what: t(WHAT[name]) })}`;
  return `${mark} ${t(`trouble-${name}-${result}`)}`;
}

/** Of what the row tells there is always an answer. */
const WHAT: Readonly<Record<CheckName, string>> = {
  time: 'trouble-time-yes',
  traffic: 'trouble-traffic-yes',
  state: 'trouble-state-yes',
  inbound: 'trouble-inbound-yes',
  panel: 'trouble-panel-yes',
  core: 'trouble-core-what',
  client: 'trouble-client-what',
  link: 'trouble-link-what',
  devices: 'trouble-devices-what',
  online: 'trouble-online-what',
};

function mendButtons(clientId: number, mend: Mend, t: Translate): InlineKeyboardButton[][] {
  switch (mend) {
    case 'renew':
      return [renewButtons(clientId, t)];
    case 'go-on':
      return [[goOnButton(clientId, t)]];
    case 'location':
      return [[tapButton(t('button-locations'), { screen: 'locations', clientId, page: 0 })]];
    case 'new-key':
      return [[tapButton(t('button-new-key'), { screen: 'new-key', clientId })]];
    case 'resync':
      return [[tapButton(t('trouble-button-resync'), { screen: 'trouble-resync', clientId })]];
    case 'clear-ips':
      return [[tapButton(t('trouble-button-clear'), { screen: 'trouble-clear', clientId })]];
    case 'wait':
    case 'door':
    case 'support':
    case 'look-again':
    case 'link':
    case 'fine':
      return [];
  }
}
