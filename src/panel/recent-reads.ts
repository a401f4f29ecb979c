import type { ClientPlace, PanelAccess } from '../services/ports/panel.ts';
import type { LegacyInbound } from './legacy-inbound.ts';

/** How long a look stands for another one, in milliseconds: links are made right after it. */
const FRESH_MS = 10_000;

type Look = { readonly inbound: LegacyInbound; readonly at: number };

/**
 * What the last look at each panel showed of the clients that were asked for. Their links are made from it: at 20,000
 * clients another look for each key would be another 14 MB.
 */
export class RecentReads {
  private readonly looks = new Map<string, Look>();

  remember({ url }: PanelAccess, inbound: LegacyInbound | null): void {
    if (inbound === null) this.looks.delete(url);
    else this.looks.set(url, { inbound, at: performance.now() });
  }

  /** The inbound as this client saw it a moment ago; null = it has to be looked at. */
  find({ url }: PanelAccess, { remoteId, email }: ClientPlace): LegacyInbound | null {
    const look = this.looks.get(url);
    if (look === undefined || performance.now() - look.at > FRESH_MS) return null;
    const { inbound } = look;
    const ours = inbound.ours.filter((entry) => entry.email === email);
    return inbound.id === remoteId && ours.length > 0 ? { ...inbound, ours } : null;
  }

  /** After whatever may have changed it. */
  forget({ url }: PanelAccess): void {
    this.looks.delete(url);
  }
}
