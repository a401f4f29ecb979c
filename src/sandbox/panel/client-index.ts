import type { Client } from './panel-records.ts';

/** Finds clients by name and by subscription without walking through all of them: a panel may hold 20,000. */
export class ClientIndex {
  private readonly names = new Map<string, Set<number>>();
  private readonly subIds = new Map<string, Set<number>>();

  put(client: Client): void {
    entryOf(this.names, nameOf(client)).add(client.id);
    entryOf(this.subIds, client.subId).add(client.id);
  }

  remove(client: Client): void {
    this.names.get(nameOf(client))?.delete(client.id);
    this.subIds.get(client.subId)?.delete(client.id);
  }

  /** Ids of those with this name in any case, oldest first. */
  named(email: string): number[] {
    return sorted(this.names.get(email.toLowerCase()));
  }

  /** Ids of those of this subscription, oldest first. */
  subscribed(subId: string): number[] {
    return sorted(this.subIds.get(subId));
  }
}

const nameOf = ({ email }: Client): string => email.toLowerCase();

const sorted = (ids: ReadonlySet<number> = new Set()): number[] => [...ids].sort((one, other) => one - other);

function entryOf(map: Map<string, Set<number>>, key: string): Set<number> {
  const known = map.get(key);
  if (known) return known;
  const made = new Set<number>();
  map.set(key, made);
  return made;
}
