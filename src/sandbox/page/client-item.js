// A client as the panel has it, with what can be done to it behind the shop's back.
import { ask } from '/dialogs.js';
import { fromTemplate, once, setText } from '/dom.js';
import { post } from '/doors.js';

const GB = 2 ** 30;

export class ClientItem {
  /** `hands`: `door` of the panel, `look()` to draw it anew, `nameOf(id)` of a person. */
  constructor(hands) {
    const { node, parts } = fromTemplate('client-template');
    Object.assign(this, { node, parts, hands });
    parts.traffic.addEventListener('submit', (event) => this.giveTraffic(event));
    parts.remove.addEventListener('click', () => once(parts.remove, () => this.remove()));
  }

  show(client) {
    const { parts } = this;
    const { email, enable, up, down, totalGB } = client;
    this.email = email;
    setText(parts.email, email);
    setText(parts.state, enable ? 'on' : 'off');
    parts.state.className = enable ? 'mark on' : 'mark off';
    setText(parts.facts, [ownerText(client, this.hands), endText(client)].join(' · '));
    const used = up + down;
    parts.bar.hidden = totalGB === 0;
    Object.assign(parts.bar, { max: totalGB || 1, value: used });
    parts.bar.className = used >= totalGB ? 'full' : '';
    setText(parts.used, `${gb(used)} GB used of ${totalGB > 0 ? `${gb(totalGB)} GB` : 'unlimited'}`);
    parts.remove.ariaLabel = `Remove ${email}`;
  }

  /** Counted as loaded down, the way most traffic goes. */
  async giveTraffic(event) {
    event.preventDefault();
    const down = Math.round(Number(this.parts.traffic.elements.gb.value) * GB);
    await this.act('traffic', { email: this.email, up: 0, down });
  }

  async remove() {
    const question = `Take ${this.email} away from the panel, behind the shop's back? It cannot be undone.`;
    if (await ask(question, 'Remove')) await this.act('remove', { email: this.email });
  }

  async act(what, body) {
    const { error } = await post(`${this.hands.door}/${what}`, body);
    setText(this.parts.said, error ?? '');
    await this.hands.look();
  }
}

const gb = (bytes) => String(Number((bytes / GB).toFixed(2)));

function ownerText({ tgId }, { nameOf }) {
  if (!tgId) return 'owner not known';
  return nameOf(tgId) ?? `person ${tgId}`;
}

/** 3x-ui: 0 = no end, below 0 = a period that begins with the first traffic. */
function endText({ expiryTime }) {
  if (expiryTime === 0) return 'no end';
  if (expiryTime < 0) return `${Math.round(-expiryTime / 86_400_000)} days from the first use`;
  return `until ${new Date(expiryTime).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}`;
}
