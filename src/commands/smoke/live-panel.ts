import { PanelRouter } from '../../panel/panel-router.ts';
import type {
  PanelAccess,
  PanelCredentials,
  RemoteClient,
  RemoteInbound,
} from '../../services/ports/panel.ts';
import { sameKey } from './same-key.ts';

const LIMITS = { connectMs: 5000, readMs: 15_000, writeMs: 35_000, maxBytes: 64 * 1024 * 1024 };

/** A real panel beside the shop: what the shop made there is read, and removed, past the shop. */
export class LivePanel {
  readonly access: PanelAccess;
  private readonly panel = new PanelRouter({ limits: LIMITS, allowPrivate: true, now: () => new Date() });
  private before: ReadonlySet<string> = new Set();

  constructor(url: string, credentials: PanelCredentials) {
    const { href, protocol, hostname } = new URL(url.endsWith('/') ? url : `${url}/`);
    const allowHttp = protocol === 'http:';
    this.access = { url: href, publicHost: hostname, allowHttp, pinnedSha256: null, credentials };
  }

  /** Remembers who is there, so that what comes can be told from it. */
  async look(): Promise<void> {
    this.before = new Set((await this.clients()).map((client) => client.email));
  }

  /** The clients that came since `look`. */
  async made(): Promise<{ email: string; remoteId: number }[]> {
    return (await this.clients()).filter((client) => !this.before.has(client.email));
  }

  /** Whether the panel's own links of a client that came since `look` hold this one. */
  async holds(link: string): Promise<boolean> {
    for (const { email, remoteId } of await this.made()) {
      const client = (await this.panel.readClients(this.access, remoteId, [email])).get(email);
      const links = client ? await this.panel.clientLinks(this.access, { remoteId, ...client }) : [];
      if (links.some((each) => sameKey(each, link))) return true;
    }
    return false;
  }

  /** The first client that came since `look`, as the panel holds it; null = none did. */
  async client(): Promise<RemoteClient | null> {
    const [made] = await this.made();
    if (!made) return null;
    return (await this.panel.readClients(this.access, made.remoteId, [made.email])).get(made.email) ?? null;
  }

  /** Takes away what came since `look`; answers how many. */
  async tidyUp(): Promise<number> {
    const made = await this.made();
    for (const place of made) await this.panel.removeClient(this.access, place);
    return made.length;
  }

  private async clients(): Promise<{ email: string; remoteId: number }[]> {
    const inbounds = await this.panel.listInbounds(this.access);
    return inbounds.flatMap((inbound: RemoteInbound) =>
      inbound.emails.map((email) => ({ email, remoteId: inbound.remoteId })),
    );
  }
}
