// The pane beside the chats: panels, clock, what shall go wrong with Telegram, which rules the bot broke.
import { ClockPane } from '/clock-pane.js';
import { button, byId, keepChildren, keepViews } from '/dom.js';
import { get } from '/doors.js';
import { PanelPane } from '/panel-pane.js';
import { lookAtShop } from '/shop-state.js';
import { telegramFaults } from '/telegram-faults.js';
import { ViolationList } from '/violation-list.js';

const LOOK_MS = 2000;

export class WorldPane {
  panels = new Map();
  chosen = 1;
  clock = new ClockPane();
  violations = new ViolationList();

  /** `hands`: `nameOf(id)` of a person. */
  constructor(hands) {
    this.hands = hands;
    this.faults = telegramFaults();
    byId('telegram-faults').append(this.faults.node);
  }

  /** The world's time in ms. */
  now() {
    return this.clock.now();
  }

  async start() {
    await this.look();
    setTimeout(() => this.start(), LOOK_MS);
  }

  /** Panels do not tell when they change. A part that does not answer leaves the others alone. */
  async look() {
    if (document.hidden) return;
    const parts = [
      this.drawPanels(),
      this.clock.look(),
      this.faults.look(),
      this.violations.look(),
      lookAtShop(),
    ];
    await Promise.allSettled(parts);
  }

  async drawPanels() {
    const facts = await get('/_emu/panels');
    keepViews(byId('panels'), this.panels, {
      facts,
      keyOf: ({ n }) => n,
      make: (each) => new PanelPane(each, this.hands),
    });
    await this.choose(facts, this.chosen);
  }

  /** One panel is shown at a time; only that one is asked how it is. */
  async choose(facts, wanted) {
    this.chosen = this.panels.has(wanted) ? wanted : facts[0].n;
    const keys = facts.map(({ n, version }) =>
      button(`${n}: ${version}`, () => this.choose(facts, n), { ariaPressed: String(n === this.chosen) }),
    );
    byId('panel-switch').hidden = facts.length < 2;
    keepChildren(byId('panel-switch'), keys);
    for (const [n, { node }] of this.panels) node.hidden = n !== this.chosen;
    await this.panels.get(this.chosen).look();
  }
}
