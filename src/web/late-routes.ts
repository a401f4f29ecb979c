import { Hono } from 'hono';

/** Routes of a server that listens before what it serves is built: until then it asks for patience. */
export type LateRoutes = { readonly app: Hono; serve(routes: Hono): void };

export function lateRoutes(): LateRoutes {
  let target: Hono | null = null;
  const app = new Hono();
  app.all('*', (c) => target?.fetch(c.req.raw, c.env) ?? c.text('starting\n', 503, { 'Retry-After': '2' }));
  return {
    app,
    serve: (routes) => {
      target = routes;
    },
  };
}
