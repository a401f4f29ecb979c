// The world's clock: shown, and moved on.
import { button, byId, once, setText } from '/dom.js';
import { get, post } from '/doors.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STEPS = [
  { words: '+ 1 hour', ms: HOUR_MS },
  { words: '+ 1 day', ms: DAY_MS },
  { words: '+ 30 days', ms: 30 * DAY_MS },
];

export class ClockPane {
  offsetMs = 0;

  constructor() {
    const keys = STEPS.map(({ words, ms }) => {
      const key = button(words, () => once(key, () => this.advance(ms)), { ariaLabel: `Clock ${words}` });
      return key;
    });
    byId('time-keys').append(...keys);
  }

  now() {
    return Date.now() + this.offsetMs;
  }

  async look() {
    const { now, offsetMs } = await get('/_emu/clock');
    this.offsetMs = offsetMs;
    const shown = byId('now');
    shown.dateTime = new Date(now).toISOString();
    setText(shown, new Date(now).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' }));
    setText(byId('offset'), offsetText(offsetMs));
  }

  /** The shop does what became due before it answers. */
  async advance(ms) {
    setText(byId('time-said'), 'The shop does what became due …');
    const { shop, error } = await post('/_emu/clock/advance', { ms });
    await this.look();
    setText(byId('time-said'), error ?? said(shop));
  }
}

function said(shop) {
  return shop === 'ok' ? 'Done.' : 'No shop is running; the next one to start is told.';
}

function offsetText(ms) {
  if (ms === 0) return 'real time';
  const [days, hours] = [Math.floor(ms / DAY_MS), Math.round((ms % DAY_MS) / HOUR_MS)];
  return `${[days && `${days} d`, hours && `${hours} h`].filter(Boolean).join(' ')} ahead of real time`;
}
