// The rules of Telegram that the bot broke, each with the call to blame.
import { byId, element, replaceSome, setText } from '/dom.js';
import { get } from '/doors.js';

export class ViolationList {
  items = [];

  async look() {
    const violations = await get('/_emu/violations');
    const count = violations.length;
    const badge = byId('violations-badge');
    badge.hidden = count === 0;
    setText(byId('violations-count'), String(count));
    badge.ariaLabel = count === 1 ? '1 violation' : `${count} violations`;
    byId('violations-none').hidden = count > 0;
    if (count < this.items.length) this.items = [];
    this.items.push(...violations.slice(this.items.length).map(violationItem));
    replaceSome(byId('violation-list'), this.items.toReversed());
  }
}

function violationItem({ violation, detail, method, call, at }) {
  const clock = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const parts = [
    element('b', { textContent: violation }),
    element('span', { className: 'facts', textContent: ` ${clock}${method ? ` · ${method}` : ''}` }),
    element('p', { textContent: detail }),
  ];
  if (call !== null) parts.push(blame(call, method));
  return element('li', {}, parts);
}

/** The call is fetched when somebody wants to see it. */
function blame(seq, method) {
  const shown = element('pre', { tabIndex: 0 });
  const box = element('details', {}, [element('summary', { textContent: `Call ${seq}` }), shown]);
  box.addEventListener('toggle', async () => {
    if (!box.open || shown.textContent) return;
    const calls = await get(`/_emu/calls?method=${encodeURIComponent(method ?? '')}`);
    const call = calls.find((each) => each.seq === seq);
    shown.textContent = call ? JSON.stringify(call, null, 2) : 'No longer kept.';
  });
  return box;
}
