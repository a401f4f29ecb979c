// A form for things that shall go wrong, and the list of those that are set.
import { button, element, fromTemplate, keepChildren, setText } from '/dom.js';

let forms = 0;

/**
 * `wishes`: `title`, `where` (its label), `places` (suggestions), `kinds` `[{kind, words, amount?: {field, words,
 * value}}]`, `once` where a fault has no count, and the doors `list()` -> `[{where, kind, times, ...}]`,
 * `set({where, kind, times, amount})`, `clear(fault)`, `clearAll(faults)`; those that change answer `{error?}`.
 */
export class FaultForm {
  constructor(wishes) {
    const { node, parts } = fromTemplate('faults-template');
    Object.assign(this, { node, parts, wishes });
    forms += 1;
    this.fill(`places-${forms}`);
    parts.kind.addEventListener('change', () => this.showAmount());
    parts.form.addEventListener('submit', (event) => this.set(event));
    parts.clear.addEventListener('click', () => this.do(() => wishes.clearAll(this.faults)));
    this.showAmount();
  }

  fill(id) {
    const { parts, wishes } = this;
    parts.title.textContent = wishes.title;
    parts['where-label'].textContent = wishes.where;
    parts.where.value = wishes.places[0];
    parts.where.setAttribute('list', id);
    parts.places.id = id;
    parts.places.append(...wishes.places.map((value) => element('option', { value })));
    const options = wishes.kinds.map(({ kind, words }) =>
      element('option', { value: kind, textContent: words }),
    );
    parts.kind.append(...options);
  }

  get kind() {
    return this.wishes.kinds.find(({ kind }) => kind === this.parts.kind.value);
  }

  showAmount() {
    const { amount } = this.kind;
    this.parts['amount-label'].hidden = amount === undefined;
    this.parts['amount-words'].textContent = amount?.words ?? '';
    this.parts.amount.value = amount?.value ?? '';
  }

  async look() {
    this.faults = await this.wishes.list();
    const { parts } = this;
    parts.count.hidden = this.faults.length === 0;
    setText(parts.count, `${this.faults.length} set`);
    parts.clear.hidden = this.faults.length < 2;
    keepChildren(
      parts.set,
      this.faults.map((fault) => this.item(fault)),
    );
  }

  item(fault) {
    const words = this.wishes.kinds.find(({ kind }) => kind === fault.kind)?.words ?? fault.kind;
    const often = fault.times === 1 ? 'once more' : `${fault.times} times more`;
    const text = `${fault.where}: ${words}, ${often}`;
    const clear = button('Clear', () => this.do(() => this.wishes.clear(fault)), {
      ariaLabel: `Clear ${text}`,
    });
    return element('li', { className: 'row' }, [element('span', { textContent: text }), clear]);
  }

  async set(event) {
    event.preventDefault();
    const { where, kind, times, amount } = this.parts.form.elements;
    const order = { where: where.value.trim(), kind: kind.value, times: Number(times.value) };
    const field = this.kind.amount?.field;
    await this.do(() => this.wishes.set(field ? { ...order, [field]: Number(amount.value) } : order));
  }

  async do(act) {
    const { error } = await act();
    setText(this.parts.said, error ?? '');
    await this.look();
  }
}
