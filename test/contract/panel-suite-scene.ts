import type { Generation } from '../../src/sandbox/panel/generation.ts';
import { SimulatedPanel } from '../../src/sandbox/panel/simulated-panel.ts';
import { Shelf } from '../../src/sandbox/shelf.ts';
import { runPanelSuite } from '../../src/services/panel-suite/run-suite.ts';
import type {
  SuiteEvent,
  SuiteNeeds,
  SuiteOrder,
  SuiteReport,
} from '../../src/services/panel-suite/suite-types.ts';
import type { Panel, PanelAccess } from '../../src/services/ports/panel.ts';
import { systemClock } from '../../src/system/clock.ts';
import { randomIds } from '../../src/system/ids.ts';

/** A simulated panel, the suite beside it, and a clock of the suite's own that no test waits for. */
export class SuiteScene {
  readonly simulated: SimulatedPanel;
  readonly events: SuiteEvent[] = [];
  /** What is done when a check has ended, by its name. */
  readonly after = new Map<string, () => unknown>();
  private readonly ending = new AbortController();
  private passed = 0;

  constructor(generation?: Generation, inbounds: 'two' | 'none' = 'two') {
    this.simulated = new SimulatedPanel({
      n: 1,
      shelf: new Shelf(null),
      port: 0,
      now: () => Date.now(),
      inbounds,
      ...(generation && { generation }),
    });
  }

  async run(
    panel: Panel,
    order: Partial<SuiteOrder> = {},
    needs: Partial<SuiteNeeds> = {},
  ): Promise<SuiteReport> {
    const told = async (event: SuiteEvent) => {
      this.events.push(event);
      if (event.kind === 'checked') await this.after.get(event.result.name)?.();
    };
    return runPanelSuite(
      { ...this.needs(panel), ...needs },
      {
        access: this.byToken(),
        makeInbounds: false,
        clean: false,
        mayRestartCore: false,
        signal: this.ending.signal,
        told: (event) => void told(event),
        ...order,
      },
    );
  }

  interrupt(): void {
    this.ending.abort();
  }

  byToken(): PanelAccess {
    return this.access({ kind: 'token', token: this.simulated.address.token });
  }

  byPassword(): PanelAccess {
    const { username, password } = this.simulated.address;
    return this.access({ kind: 'password', username, password });
  }

  /** Does to the panel what its control door offers. */
  async control(path: string, body?: unknown): Promise<unknown> {
    const method = body === undefined ? 'GET' : 'POST';
    const request = new Request(`http://world/${path}`, { method, body: JSON.stringify(body) });
    return (await this.simulated.control(request, path)).json();
  }

  /** What stands on the panel; a core may be restarted where nobody else is there. */
  async contents(): Promise<unknown> {
    const state = await this.control('state');
    return [{ ...Object(state), coreRestarts: null }, await this.control('clients')];
  }

  private access(credentials: PanelAccess['credentials']): PanelAccess {
    const { url } = this.simulated.address;
    return { url, publicHost: 'key.example.com', allowHttp: true, pinnedSha256: null, credentials };
  }

  private needs(panel: Panel): SuiteNeeds {
    return {
      panel,
      ids: randomIds,
      clock: systemClock,
      monotonic: () => performance.now() + this.passed,
      pause: async (ms, signal) => {
        if (signal) return this.untilEnded(signal);
        this.passed += ms;
      },
      isPortFree: async () => true,
      fingerprintAt: async () => null,
    };
  }

  /** A limit on a call is not reached: every call of these tests ends. */
  private untilEnded(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }
}

/** The reasons of the checks that failed, by their names. */
export const failures = ({ results }: SuiteReport): Record<string, string> =>
  Object.fromEntries(results.filter(({ kind }) => kind === 'fail').map(({ name, reason }) => [name, reason]));

/** The panel with one answer of its own. */
export function faulty<Name extends keyof Panel>(real: Panel, name: Name, answer: Panel[Name]): Panel {
  return new Proxy(real, {
    get(target, asked) {
      if (asked === name) return answer;
      const method: unknown = Reflect.get(target, asked);
      return typeof method === 'function' ? method.bind(target) : method;
    },
  });
}
