import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { METERS, type Measured, type MeterName } from '../services/ports/meter.ts';

/** A value that is read when somebody asks; names and labels as Prometheus wants them. */
type Read = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

type GaugePlans = Readonly<Record<string, { readonly help: string; readonly labels: readonly string[] }>>;

type Instrument = (measured: Measured) => void;

const CHANNEL = 'shop.meter';

/** Keeps the figures of this process and writes them down as Prometheus reads them. One per process. */
export class Prometheus {
  readonly contentType: string;
  private readonly registry = new Registry();
  private readonly instruments: ReadonlyMap<string, Instrument>;
  private readonly gauges: ReadonlyMap<string, Gauge>;
  private readonly hear = (measured: unknown) => {
    const { name } = measured as Measured;
    this.instruments.get(name)?.(measured as Measured);
  };

  /** @param gauges what `text` is given readings of. */
  constructor(gauges: GaugePlans) {
    const { registry } = this;
    const names = Object.keys(METERS) as MeterName[];
    this.contentType = registry.contentType;
    this.instruments = new Map(names.map((name) => [name, instrumentOf(name, registry)]));
    this.gauges = new Map(
      Object.entries(gauges).map(([name, { help, labels }]) => [
        name,
        new Gauge({ name, help, labelNames: [...labels], registers: [registry] }),
      ]),
    );
    collectDefaultMetrics({ register: registry });
    subscribe(CHANNEL, this.hear);
  }

  /** All figures; of a gauge only what these readings say, so that a server that was deleted is gone here too. */
  text(readings: readonly Read[]): Promise<string> {
    for (const gauge of this.gauges.values()) empty(gauge);
    for (const { name, labels, value } of readings) this.gauges.get(name)?.set({ ...labels }, value);
    return this.registry.metrics();
  }

  /** Hears no more; the figures are gone with it. */
  close(): void {
    unsubscribe(CHANNEL, this.hear);
    this.registry.clear();
  }
}

/** Without labels it would begin at 0, which says "nothing" where nobody knows. */
function empty(gauge: Gauge): void {
  gauge.reset();
  gauge.remove({});
}

function instrumentOf(name: MeterName, registry: Registry): Instrument {
  const plan = METERS[name];
  const common = { name, help: plan.help, labelNames: [...plan.labels], registers: [registry] };
  switch (plan.kind) {
    case 'counter': {
      const counter = new Counter(common);
      return ({ labels, value }) => counter.inc({ ...labels }, value);
    }
    case 'histogram': {
      const histogram = new Histogram({ ...common, buckets: [...plan.buckets] });
      return ({ labels, value }) => histogram.observe({ ...labels }, value);
    }
    case 'stamp': {
      const gauge = new Gauge(common);
      empty(gauge);
      return () => gauge.setToCurrentTime();
    }
  }
}
