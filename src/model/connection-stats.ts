/** What panels told of a client's connections. Instants are ISO. */
export type ConnectionStats = {
  online: boolean;
  /** When traffic of it was last seen; null = never. */
  lastSeen: string | null;
  /** How often it came on line. */
  connections: number;
  /** Different addresses ever seen. */
  distinctIps: number;
  /** The newest addresses, at most 20, the newest last. */
  ips: string[];
};

/** One look at a client. `ips` is left out by panels that do not tell. */
export type ConnectionSample = { online: boolean; lastSeen: Date | null; ips?: readonly string[] };

const MOST_IPS = 20;
const NEVER_SEEN: ConnectionStats = {
  online: false,
  lastSeen: null,
  connections: 0,
  distinctIps: 0,
  ips: [],
};

/** Adds a look to what is known; the last sighting never moves back. */
export function withSample(known: ConnectionStats | null, sample: ConnectionSample): ConnectionStats {
  const before = known ?? NEVER_SEEN;
  const fresh = (sample.ips ?? []).filter(
    (ip, at, all) => !before.ips.includes(ip) && all.indexOf(ip) === at,
  );
  const again = before.ips.filter((ip) => sample.ips?.includes(ip));
  const others = before.ips.filter((ip) => !again.includes(ip));
  return {
    online: sample.online,
    lastSeen: later(before.lastSeen, sample.lastSeen),
    connections: before.connections + Number(sample.online && !before.online),
    distinctIps: before.distinctIps + fresh.length,
    ips: [...others, ...again, ...fresh].slice(-MOST_IPS),
  };
}

function later(known: string | null, seen: Date | null): string | null {
  if (seen === null) return known;
  return known !== null && new Date(known) >= seen ? known : seen.toISOString();
}
