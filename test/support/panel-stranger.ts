import { randomUUID } from 'node:crypto';
import type { PanelHand } from './panel-hand.ts';

export type OnPanel = {
  email: string;
  id: string;
  subId: string;
  totalGB: number;
  expiryTime: number;
  enable: boolean;
  limitIp: number;
};

/** A client that the panel's admin made by hand on its first inbound, long before the shop came. */
export async function makeStranger(panel: PanelHand, with_: Partial<OnPanel> = {}): Promise<OnPanel> {
  const client = {
    email: 'alice-phone',
    id: randomUUID(),
    subId: randomUUID().slice(0, 16),
    totalGB: 0,
    expiryTime: 0,
    enable: true,
    limitIp: 0,
    ...with_,
  };
  const wire = {
    ...client,
    password: '',
    auth: '',
    flow: '',
    security: 'auto',
    tgId: 0,
    comment: 'hand made',
    reset: 0,
  };
  await panel.ask('clients/add', { client: wire, inboundIds: [1] });
  // Panels switch a new client on, whatever is asked.
  if (!client.enable) await panel.ask(`clients/update/${client.email}`, wire);
  return client;
}
