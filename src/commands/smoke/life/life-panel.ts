import { z } from 'zod';
import type { Box } from '../box.ts';
import type { LivePanel } from '../live-panel.ts';

/** An access as its panel holds it. */
export type OnPanel = {
  enabled: boolean;
  /** Its core lets it in; null = a live panel does not tell. */
  works: boolean | null;
  /** null = this answer does not tell. */
  usedGb: number | null;
  limitGb: number | null;
  /** ms; null = never. */
  endsAt: number | null;
};

/** Where the access is looked at, past the shop. */
export type LifePanel = {
  /** null = it is not there. */
  look(): Promise<OnPanel | null>;
  /** Uses so many GB more; null = nobody can on a live panel, without a connection of its own. */
  readonly use: ((gb: number) => Promise<void>) | null;
};

const GB = 1024 ** 3;

const clients = z.array(
  z.object({
    email: z.string(),
    tgId: z.number(),
    enable: z.boolean(),
    totalGB: z.number(),
    expiryTime: z.number(),
    up: z.number(),
    down: z.number(),
    works: z.boolean(),
  }),
);

/** The world's own panel: the one client of this person. */
export function worldPanel({ http }: Box, person: number): LifePanel {
  const find = async () => {
    const { data } = await http.get<unknown>('/_panel/1/clients');
    return clients.parse(data).find(({ tgId }) => tgId === person);
  };
  return {
    look: async () => {
      const client = await find();
      if (!client) return null;
      const { enable, works, totalGB, up, down, expiryTime } = client;
      return {
        enabled: enable,
        works,
        usedGb: gigabytes(up + down),
        limitGb: totalGB === 0 ? null : gigabytes(totalGB),
        endsAt: expiryTime === 0 ? null : expiryTime,
      };
    },
    use: async (gb) => {
      const email = (await find())?.email ?? '';
      await http.post('/_panel/1/traffic', { email, up: 0, down: Math.ceil(gb * GB) });
    },
  };
}

/** A live panel: the client that came since it was looked at first. */
export function livePanel(live: LivePanel): LifePanel {
  return {
    look: async () => {
      const client = await live.client();
      if (!client) return null;
      const { enable, used, trafficLimit, expiresAt } = client;
      return {
        enabled: enable,
        works: null,
        usedGb: used === null ? null : gigabytes(Number(used)),
        limitGb: trafficLimit === null ? null : gigabytes(Number(trafficLimit)),
        endsAt: expiresAt?.getTime() ?? null,
      };
    },
    use: null,
  };
}

const gigabytes = (bytes: number): number => Math.round((bytes / GB) * 100) / 100;
