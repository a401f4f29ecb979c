import type { InlineKeyboardButton } from 'grammy/types';
import { type Role, STAFF_ROLES } from '../../model/role.ts';
import type { StaffView } from '../../services/staff/views.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { bold, code, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { sureCard } from '../views/sure-card.ts';

/** So that the list fits one message, and its buttons one keyboard (A2). */
const MOST_STAFF = 40;

/** /staff: who may do what. */
export function staffCard(t: Translate, staff: readonly StaffView[]): Screen {
  const shown = staff.slice(0, MOST_STAFF);
  const lines: Piece[][] = [
    [bold(t('staff-title'))],
    [t('staff-intro')],
    [],
    ...shown.map((person) => personLine(t, person)),
    ...(staff.length > shown.length ? [[t('admin-more', { count: staff.length - shown.length })]] : []),
  ];
  const people = shown
    .filter(({ role }) => role !== 'owner')
    .map((person) => [
      tapButton(nameOf(t, person), { screen: 'staff-person', customerId: person.customerId }),
    ]);
  const add = [tapButton(t('staff-button-add'), { screen: 'staff-add' })];
  const back = [tapButton(t('button-back'), { screen: 'admin' })];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: [...people, add, back] } };
}

/** One person: the role, and the others that can be given. */
export function staffPersonCard(t: Translate, person: StaffView): Screen {
  const { customerId, role } = person;
  const lines: Piece[][] = [
    [bold(nameOf(t, person)), ' ', code(String(customerId))],
    ...(person.username === null ? [] : [[`@${tidy(person.username)}`]]),
    [t('staff-role', { role: t(`role-${role}`) })],
    [],
    ...STAFF_ROLES.map((each) => [t(`staff-may-${each}`)]),
    ...(role === 'owner' ? [[], [t('refusal-owner-stays')]] : []),
  ];
  const back = [tapButton(t('button-back'), { screen: 'staff' })];
  const buttons = role === 'owner' ? [back] : [...roleButtons(t, person), back];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: buttons } };
}

function roleButtons(t: Translate, { customerId, role }: StaffView): InlineKeyboardButton[][] {
  const others = STAFF_ROLES.filter((each) => each !== role);
  const give = others.map((each) =>
    tapButton(t('staff-button-role', { role: t(`role-${each}`) }), {
      screen: 'staff-set',
      customerId,
      role: each,
    }),
  );
  const take = tapButton(t('staff-button-remove'), { screen: 'staff-set', customerId, role: 'customer' });
  return [give, ...(role === 'customer' ? [] : [[take]])];
}

/** Asked before a role changes. @param role `customer` = none any more. */
export function roleSureCard(t: Translate, person: StaffView, role: Exclude<Role, 'owner'>): Screen {
  const { customerId } = person;
  const args = { person: nameOf(t, person), role: t(`role-${role}`), before: t(`role-${person.role}`) };
  const isGiven = role !== 'customer';
  return sureCard({
    title: t('staff-sure-title'),
    lines: isGiven ? [t('staff-sure', args), t(`staff-may-${role}`)] : [t('staff-sure-remove', args)],
    yes: tapButton(t(isGiven ? 'staff-button-yes' : 'staff-button-remove-yes'), {
      screen: 'staff-set-yes',
      customerId,
      role,
    }),
    back: tapButton(t('button-back'), { screen: 'staff-person', customerId }),
  });
}

function personLine(t: Translate, person: StaffView): Piece[] {
  const role = t(`role-${person.role}`);
  return [t('staff-line', { person: nameOf(t, person), role }), ' ', code(String(person.customerId))];
}

const nameOf = (t: Translate, { name }: StaffView): string =>
  name === null ? t('staff-not-met') : tidy(name);
