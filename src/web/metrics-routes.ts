import { Hono } from 'hono';
import type { Logger } from '../services/ports/logger.ts';

/** Who writes the figures of this process down. */
export type MetricsParts = {
  /** As Prometheus reads it. */
  text(): Promise<string>;
  readonly contentType: string;
  readonly log: Logger;
};

/**
 * What an operator's tools ask of a process of any role, on an address of its own: `/metrics` for Prometheus and
 * `/healthz`. `/readyz` is added by who knows the roles.
 */
export function metricsRoutes({ text, contentType, log }: MetricsParts): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/metrics', async (c) =>
    c.body(await text(), 200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' }),
  );
  app.notFound((c) => c.text('not found\n', 404, { 'Cache-Control': 'no-store' }));
  app.onError((error, c) => {
    log.error('metrics.failed', { error });
    return c.text('please try again later\n', 503);
  });
  return app;
}
