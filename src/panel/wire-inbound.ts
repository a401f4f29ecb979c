import type { WantedInbound } from '../services/ports/panel.ts';

/** Looked into for names of hosts, so that rules of the core by domain apply (the panel's own default). */
const SNIFFING = {
  enabled: true,
  destOverride: ['http', 'tls', 'quic', 'fakedns'],
  metadataOnly: false,
  routeOnly: false,
};

/**
 * An inbound in the panel's words; all versions take the three parts of it as texts of JSON. The clients have to be in
 * the words of the driver. Source: contract 3x-ui section 5, recordings 10-inbounds.
 */
export const wireInbound = (wanted: WantedInbound, clients: readonly unknown[]) => ({
  up: 0,
  down: 0,
  total: 0,
  remark: wanted.remark,
  enable: true,
  expiryTime: 0,
  listen: '',
  port: wanted.port,
  protocol: wanted.protocol,
  settings: JSON.stringify({ ...wanted.settings, clients }),
  streamSettings: JSON.stringify(wanted.streamSettings),
  sniffing: JSON.stringify(SNIFFING),
});
