import { Hono } from 'hono';
import { z } from 'zod';

/** What the world asks of a shop on a sandbox database. */
export type SandboxControl = {
  /** Moves business time and runs what became due. */
  moveClock(offsetMs: number): Promise<void>;
  /** What is left to do right now. */
  idle(): Promise<Idle>;
};

export type Idle = { idle: boolean; due: number; inbox: number; outgoing: number; lanes: number };

const clockBody = z.object({ offsetMs: z.number().int() });

/** The shop's side of the sandbox's clock, on a loopback address of its own (DESIGN 4a, "Clock"). Never in a live shop. */
export function sandboxControlRoutes(control: SandboxControl): Hono {
  const app = new Hono();
  app.post('/_shop/clock', async (c) => {
    const body = clockBody.safeParse(await c.req.json().catch(() => null));
    if (!body.success) return c.json({ error: 'offsetMs: a whole number of milliseconds is needed' }, 400);
    await control.moveClock(body.data.offsetMs);
    return c.json({ ok: true });
  });
  app.get('/_shop/idle', async (c) => c.json(await control.idle()));
  return app;
}
