import { isFields } from '../go-json.ts';
import type { Fields } from '../panel-records.ts';

/** An inbound as its row is stored: clients stand in the text of `settings` only. Instants in ms, traffic in bytes. */
export type LegacyInbound = {
  id: number;
  up: number;
  down: number;
  total: number;
  allTime: number;
  remark: string;
  enable: boolean;
  expiryTime: number;
  trafficReset: string;
  lastTrafficResetTime: number;
  listen: string;
  port: number;
  protocol: string;
  settings: string;
  streamSettings: string;
  tag: string;
  sniffing: string;
};

/** A row of `client_traffics`: the counters of an email, and what the panel's poll goes by. */
export type TrafficRow = {
  id: number;
  inboundId: number;
  enable: boolean;
  email: string;
  up: number;
  down: number;
  allTime: number;
  expiryTime: number;
  total: number;
  reset: number;
  lastOnline: number;
};

/** The entries of `clients` in settings; none where they are not a list. */
export function clientsIn(settings: Fields | null): Fields[] {
  const clients = settings?.clients;
  return Array.isArray(clients) ? clients.filter(isFields) : [];
}

/** A field of a client as Go reads it: the zero value where it is missing or of another type. */
export const textOf = (client: Fields, name: string): string => {
  const value = client[name];
  return typeof value === 'string' ? value : '';
};
export const numberOf = (client: Fields, name: string): number => {
  const value = client[name];
  return typeof value === 'number' ? value : 0;
};
export const isOn = (client: Fields): boolean => client.enable === true;

const CREDENTIALS: Record<string, string> = {
  trojan: 'password',
  shadowsocks: 'email',
  hysteria: 'auth',
  hysteria2: 'auth',
};

/** The field by which a client is named in a path: its credential; for shadowsocks its email. */
export const keyField = (protocol: string): string => CREDENTIALS[protocol] ?? 'id';

/** Whether the keys of an inbound are those of shadowsocks 2022. */
export const isShadowsocks2022 = ({ protocol }: LegacyInbound, settings: Fields | null): boolean =>
  protocol === 'shadowsocks' && String(settings?.method ?? '').startsWith('2022-');
