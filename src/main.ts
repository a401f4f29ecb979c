import type { App } from './app.ts';
import { furnishSandbox } from './commands/furnish-sandbox.ts';
import { startFault } from './commands/start-fault.ts';
import { EMBEDDED_LIVE_RISK, readConfig } from './config.ts';
import { crashAt } from './system/crash-at.ts';
import { pinoLogger } from './system/logger.ts';
import { keepHeapSmall } from './system/small-heap.ts';

let app: App | null = null;
stopOnSignals();
keepHeapSmall();

try {
  const config = readConfig();
  const log = pinoLogger(config.logLevel);
  if (config.crashAt) crashAt(config.crashAt);
  if (!config.sandbox && !config.database.url) log.warn('database.embedded', { risk: EMBEDDED_LIVE_RISK });
  const { buildApp } = await import('./app.ts'); // late: loading all of the shop makes the heap grow
  app = await buildApp({ config, log, fatal: (message) => end(message) });
  // Furnished first: whoever presses Start the moment it is open finds something to buy.
  const leftOut = config.sandbox ? await furnishSandbox(app, config.telegram.apiRoot) : [];
  for (const panel of leftOut) log.warn('sandbox.panel-left-out', { panel });
  await app.start();
  log.info('shop.started', { pid: process.pid, web: app.webUrl, ms: Math.round(performance.now()) });
  process.send?.({ ready: true, pid: process.pid, webUrl: app.webUrl, leftOut });
} catch (fault) {
  end(startFault(fault));
}

/** From the first moment on: as process 1 of a container a signal that nobody hears does nothing. */
function stopOnSignals(): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), 25_000).unref();
    await app?.stop();
    process.exit(0); // Agenda leaves timers behind (STACK.md 3, 6)
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop());
  process.on('disconnect', () => void stop());
}

function end(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
