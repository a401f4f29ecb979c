import type { RemoteInbound } from '../ports/panel.ts';

/** `<shop4>-<unit>-<placement>`: how every shop of this program names its clients (DESIGN 4a, "Placement"). */
const FORM = /^([a-z2-7]{4})-[a-z2-7]{13}-\d+$/;

/** Whether a shop of this program, whichever, gave this name: to a client, or to an inbound of one customer's own. */
export const isOfAShop = (name: string): boolean => FORM.test(name);

/** The letters of another shop that has named clients there; null = there is none but `known`. */
export function foreignShop(inbounds: readonly RemoteInbound[], known: readonly string[]): string | null {
  for (const email of inbounds.flatMap((inbound) => inbound.emails)) {
    const shop4 = FORM.exec(email)?.[1];
    if (shop4 && !known.includes(shop4)) return shop4;
  }
  return null;
}
