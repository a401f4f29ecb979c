import type { Composer } from 'grammy';
import type { SettingsChange, SettingsView } from '../../services/fleet/change-settings.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap, say } from '../show.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { pageButtons, pageOf } from '../views/page-of.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { type At, showStaff } from './show-staff.ts';

/** `plan 3 {"limitIp":2}`; `none` instead of the object takes the settings away. */
const CHANGE = /^(plan|template|rules)\s+(\d{1,9})\s+(.+)$/s;
const NONE = 'none';
/** So that a page fits one message. */
const LINES_PER_PAGE = 20;

/** /settings: what clients of a plan or on an inbound are made with, and whom an inbound takes. */
export function settingsCommand(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  admin.command('settings', async (ctx) => {
    const change = changeIn(ctx.match.trim(), ctx.from?.id ?? 0);
    const answer = change && (await needs.services.fleet.changeSettings(change));
    if (answer && !answer.ok) return say(ctx, { text: refusalWords(ctx.t, answer.refusal) });
    await showSettings({ ctx, needs }, { note: answer ? ctx.t('settings-changed') : null });
  });
  onTap(admin, 'settings', async (ctx, { page }) => {
    await answerTap(ctx);
    await showSettings({ ctx, needs }, { page });
  });
}

/** The page counts from 0; `note` null = nothing has just happened. */
type Shown = { page?: number; note?: string | null };

/** What is set, and how it is changed. */
export async function showSettings(at: At, shown: Shown = {}): Promise<void> {
  const { ctx, needs } = at;
  await showStaff(at, settingsCard(ctx.t, await needs.services.fleet.settings(), shown));
}

/** The settings there are, and how they are changed. */
export function settingsCard(
  t: Translate,
  all: readonly SettingsView[],
  { page: asked = 0, note = null }: Shown,
): Screen {
  const page = pageOf(all, { page: asked, size: LINES_PER_PAGE });
  const lines: Piece[][] = [
    ...(note === null ? [] : [[note]]),
    [bold(t('settings-title'))],
    [t('settings-usage')],
    ...(all.length > 0 ? [[]] : []),
    ...page.items.map((each) => [line(t, each)]),
  ];
  const rows = [
    ...pageButtons(page, t, (there) => ({ screen: 'settings', page: there })),
    [tapButton(t('button-back'), { screen: 'admin' })],
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: rows } };
}

function changeIn(text: string, actorId: number): SettingsChange | null {
  const [, of, id, value] = CHANGE.exec(text) ?? [];
  if (of === undefined || value === undefined) return null;
  return { of: of as SettingsChange['of'], id: Number(id), text: value === NONE ? '' : value, actorId };
}

const line = (t: Translate, { of, id, name, text }: SettingsView): string =>
  t('settings-line', {
    of,
    id: String(id),
    name: tidy(name, 30),
    text: text === null ? '—' : tidy(text, 80),
  });

function refusalWords(
  t: Translate,
  { code, ...told }: { code: string; key?: string; allowed?: string },
): string {
  const args = Object.entries(told).map(([name, value]) => [name, tidy(String(value), 200)]);
  return t(`refusal-${code}`, Object.fromEntries(args));
}
