import type { Values } from './config-variables.ts';

/** Where `/metrics` is served; port 0 = any free one, null = nowhere. */
export type MetricsAddress = { readonly host: string; readonly port: number } | null;

export const metricsOf = ({ METRICS_HOST: host, METRICS_PORT: port }: Values): MetricsAddress =>
  port === null ? null : { host, port };
