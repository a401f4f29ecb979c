// The pane beside the chats: panels, clock, what shall go wrong with Telegram, which rules the bot broke.
import { ClockPane } from '/clock-pane.js';
import { byId, keepViews } from '/dom.js';
import { get } from '/doors.js';
import { PanelPane } from '/panel-pane.js';
import { lookAtShop } from '/shop-state.js';
import { telegramFaults } from '/telegram-faults.js';
import { ViolationList } from '/violation-list.js';

const LOOK_MS = 2000;

export class WorldPane {
  panels = new Map();
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
    const make = (facts) => new PanelPane(facts, this.hands);
    keepViews(byId('panels'), this.panels, {
      facts: await get('/_emu/panels'),
      keyOf: ({ n }) => n,
      make,
    });
    await Promise.all([...this.panels.values()].map((panel) => panel.look()));
  }
}
