// Small helpers around the DOM. Words from outside are only ever text nodes.

export const byId = (id) => document.getElementById(id);

/** An element with properties and children; a string among them becomes a text node. */
export function element(name, properties, children = []) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export function button(text, act, properties = {}) {
  return element('button', { type: 'button', textContent: text, onclick: act, ...properties });
}

/** A copy of a template of the page, and its parts by name. */
export function fromTemplate(id) {
  const node = byId(id).content.firstElementChild.cloneNode(true);
  const found = [...node.querySelectorAll('[data-part]')];
  return { node, parts: Object.fromEntries(found.map((each) => [each.dataset.part, each])) };
}

/** Said only when it changes: it may be read out. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Leaves alone what is there already, so that focus and selection stay; true where anything changed. */
export function replaceSome(list, items) {
  const before = [...list.children];
  const isSame = before.length === items.length && before.every((each, index) => each === items[index]);
  if (isSame) return false;
  for (const each of before.filter((item) => !items.includes(item))) each.remove();
  for (const [index, each] of items.entries()) {
    const present = list.children[index] ?? null;
    if (present !== each) list.insertBefore(each, present);
  }
  return true;
}

/** Draws anew only where something looks different: what has the focus keeps it. */
export function keepChildren(box, children) {
  const markup = (nodes) => [...nodes].map((node) => node.outerHTML).join('');
  if (markup(box.children) === markup(children)) return;
  const held = [...box.children].findIndex((each) => each.contains(document.activeElement));
  box.replaceChildren(...children);
  focusOn(box.children[held]);
}

/** Things that stay while their facts change, by key: `make` builds one, its `show` gets each new fact. */
export function keepViews(list, views, { facts, keyOf, make }) {
  const keys = new Set(facts.map(keyOf));
  for (const key of [...views.keys()].filter((each) => !keys.has(each))) views.delete(key);
  for (const fact of facts) {
    const key = keyOf(fact);
    if (!views.has(key)) views.set(key, make(fact));
    views.get(key).show(fact);
  }
  replaceSome(
    list,
    facts.map((fact) => views.get(keyOf(fact)).node),
  );
}

/** One run at a time; who asks meanwhile gets a run that begins after the question. */
export function oneAtATime(act) {
  let isStale = false;
  let now = null;
  const run = async () => {
    while (isStale) {
      isStale = false;
      await act();
    }
  };
  return () => {
    isStale = true;
    now ??= run()
      .catch(() => undefined) // the event stream tells that the world is away
      .finally(() => {
        now = null;
      });
    return now;
  };
}

/** A second press waits for the first; the key keeps the focus, which `disabled` would take. */
export async function once(key, act) {
  if (key.ariaBusy === 'true') return;
  key.ariaBusy = 'true';
  try {
    await act();
  } finally {
    key.ariaBusy = null;
  }
}

function focusOn(node) {
  if (!node) return;
  if (node.matches('button, a, input')) node.focus();
  else node.querySelector('button')?.focus();
}
