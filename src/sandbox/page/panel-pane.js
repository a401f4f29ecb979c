// A simulated panel: on and off, its clients, inbounds and core, what shall go wrong with it.
import { ClientItem } from '/client-item.js';
import { copyText } from '/dialogs.js';
import { button, element, fromTemplate, keepChildren, keepViews, once, oneAtATime, setText } from '/dom.js';
import { get, post } from '/doors.js';
import { panelFaults } from '/panel-faults.js';

export class PanelPane {
  clients = new Map();

  /** `hands`: `nameOf(id)` of a person. */
  constructor({ n, version }, hands) {
    const { node, parts } = fromTemplate('panel-template');
    Object.assign(this, { n, node, parts, hands, door: `/_panel/${n}` });
    const title = `Panel ${n}, 3x-ui ${version}`;
    node.ariaLabel = title;
    parts.title.textContent = title;
    this.look = oneAtATime(() => this.draw());
    this.faults = panelFaults(this.door);
    parts.faults.append(this.faults.node);
    for (const what of ['stop', 'start'])
      parts[what].addEventListener('click', () => once(parts[what], () => this.turn(what)));
    parts.core.addEventListener('submit', (event) => this.setCore(event));
  }

  /** Address and keys are shown once: they change with the panel, not with its state. */
  show({ url, token, username, password }) {
    const facts = { Address: url, Token: token, User: username, Password: password };
    const rows = Object.entries(facts).flatMap(([name, value]) => {
      const key = button('Copy', () => copyText(value), { ariaLabel: `Copy ${name.toLowerCase()}` });
      return [element('dt', { textContent: name }), element('dd', {}, [element('code', {}, [value]), key])];
    });
    keepChildren(this.parts.address, rows);
  }

  async draw() {
    const [clients, state] = await Promise.all([get(`${this.door}/clients`), get(`${this.door}/state`)]);
    this.drawState(state);
    setText(this.parts.count, clients.length === 1 ? '1 client' : `${clients.length} clients`);
    this.parts.empty.hidden = clients.length > 0;
    keepViews(this.parts.clients, this.clients, {
      facts: clients,
      keyOf: ({ email }) => email,
      make: () => new ClientItem({ door: this.door, look: this.look, nameOf: this.hands.nameOf }),
    });
    await this.faults.look();
  }

  drawState({ running, core, inbounds }) {
    const { parts } = this;
    setText(parts.running, running ? 'running' : 'stopped');
    parts.running.className = running ? 'mark on' : 'mark off';
    parts.stop.disabled = !running;
    parts.start.disabled = running;
    const said = core.errorMsg
      ? `The core says ${core.state}: ${core.errorMsg}`
      : `The core is: ${core.state}`;
    setText(parts['core-state'], said);
    keepChildren(parts.inbounds, inbounds.map(inboundItem));
  }

  async turn(what) {
    const { error } = await post(`${this.door}/${what}`);
    await this.look();
    if (error) setText(this.parts.count, error);
    this.parts[what === 'stop' ? 'start' : 'stop'].focus();
  }

  async setCore(event) {
    event.preventDefault();
    const { state, errorMsg } = this.parts.core.elements;
    await post(`${this.door}/core`, { state: state.value, errorMsg: errorMsg.value.trim() });
    await this.look();
  }
}

function inboundItem({ id, remark, protocol, port, enable, clients }) {
  const count = clients === 1 ? '1 client' : `${clients} clients`;
  const textContent = `${id}: ${remark}, ${protocol}, port ${port}, ${count}${enable ? '' : ', off'}`;
  return element('li', { textContent });
}
