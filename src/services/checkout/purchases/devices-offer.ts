import type { SqlEntityManager } from '@mikro-orm/sql';
import { parseExtraDevices } from '../../../model/extra-devices.ts';
import { costOfHours, hoursLeft } from '../../../model/plan-change.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { MOST_STARS, type Money, starsFor } from '../../../model/values/money.ts';
import { balanceOf } from '../../ledger/wallet.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { type NotRunning, type Running, runningOf } from './changeable.ts';
import { fingerprint } from './fingerprint.ts';
import type { AccessOf } from './renewal-offer.ts';

/**
 * Why an access gets no further device: it does not run; it has no limit; its plan offers none; it has as many as can
 * be bought; those that it has end at another time; its last hour runs.
 */
export type NoDevices =
  | NotRunning
  | {
      code:
        | 'devices-unlimited'
        | 'devices-not-offered'
        | 'devices-all-bought'
        | 'devices-other-end'
        | 'change-too-late';
    };

/** One more device for the time that is left. */
export type DeviceOffer = {
  clientId: number;
  planName: string;
  expiresAt: Date;
  /** At a time, now. */
  devices: number;
  /** How many can be bought, this one among them. */
  left: number;
  price: Money;
  stars: number;
  /** What one costs for a whole period. */
  wholePrice: Money;
  /** Days of such a period. */
  days: number;
  /** What this person has in the shop. */
  balance: Money;
  /** What the buttons carry: another one means that price, end or devices are others now. */
  fingerprint: string;
};

/** With the rows that an order freezes. */
type OneMore = Running & { minor: bigint; wholeMinor: bigint; stars: number; left: number };

/** The access as it stands in this transaction, and what one more device costs. */
export async function oneMoreOf(
  { clock, shop }: CheckoutNeeds,
  em: SqlEntityManager,
  of: AccessOf,
): Promise<Result<OneMore, NoDevices>> {
  const now = clock.now();
  const found = await runningOf(em, of, now);
  if (!found.ok) return found;
  const { client, line, expiresAt } = found.value;
  if (client.limitIp === 0) return refuse({ code: 'devices-unlimited' });
  const sold = parseExtraDevices(line.plan.extraDevices ?? '');
  if (sold === null) return refuse({ code: 'devices-not-offered' });
  const code = whyNoMore(found.value, sold.most);
  if (code) return refuse({ code });
  const hours = hoursLeft(expiresAt, now);
  if (hours === 0n) return refuse({ code: 'change-too-late' });
  const minor = costOfHours({ minor: sold.minor, days: line.durationDays, data: null }, hours);
  const stars = Number(starsFor(minor, shop.starRate));
  if (stars > MOST_STARS) return refuse({ code: 'devices-not-offered' });
  const left = sold.most - client.extraDevices;
  return ok({ ...found.value, minor, wholeMinor: sold.minor, stars, left });
}

function whyNoMore(
  { client, expiresAt }: Running,
  most: number,
): 'devices-other-end' | 'devices-all-bought' | null {
  const { extraDevices, extraDevicesUntil: until } = client;
  if (until !== null && until.getTime() !== expiresAt.getTime()) return 'devices-other-end';
  return extraDevices >= most ? 'devices-all-bought' : null;
}

/** What stands before the payment; moves nothing. */
export async function deviceOffer(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  of: AccessOf,
): Promise<Result<DeviceOffer, NoDevices>> {
  const found = await oneMoreOf(needs, em, of);
  if (!found.ok) return found;
  const { client, line, expiresAt, minor, wholeMinor, stars, left } = found.value;
  const { currency } = needs.shop;
  return ok({
    clientId: client.id,
    planName: line.planName,
    expiresAt,
    devices: client.limitIp,
    left,
    price: { minor, currency },
    stars,
    wholePrice: { minor: wholeMinor, currency },
    days: line.durationDays,
    balance: { minor: await balanceOf(em, { ...of, currency }), currency },
    fingerprint: deviceFingerprint(found.value),
  });
}

/** Of what was shown. */
export const deviceFingerprint = ({ client, expiresAt, minor, stars }: OneMore): string =>
  fingerprint([String(minor), stars, client.limitIp, expiresAt.toISOString()]);
