// A world of full and slow panels, in a process of its own as real ones are: started by bench/panels/bench-panels.ts.
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { GENERATIONS } from '../../src/sandbox/panel/generation.ts';
import { SimulatedPanel } from '../../src/sandbox/panel/simulated-panel.ts';
import { Shelf } from '../../src/sandbox/shelf.ts';

const shelf = new Shelf(null);
const wanted = process.argv.slice(2).map((name) => GENERATIONS.find((each) => each === name) ?? '3.6');
const panels = wanted.map(
  (generation, at) => new SimulatedPanel({ n: at + 1, shelf, generation, port: 0, now: Date.now }),
);
for (const panel of panels) await panel.start();

/** The doors of the sandbox, `/_panel/:n/…`, without the rest of a world. */
const doors = getRequestListener(async (request) => {
  const [, , n, ...path] = new URL(request.url).pathname.split('/');
  const panel = panels[Number(n) - 1];
  return panel ? panel.control(request, path.join('/')) : new Response(null, { status: 404 });
});
const server = createServer(doors).listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  process.send?.({ url: `http://127.0.0.1:${port}`, panels: panels.map((panel) => panel.address) });
});
process.once('disconnect', () => process.exit(0));
