// The chat page: people with their phones side by side, and the world behind them.

import { Desk } from '/desk.js';
import { byId } from '/dom.js';
import { listen } from '/doors.js';
import { askForPerson } from '/new-person.js';
import { WorldPane } from '/world-pane.js';

const NARROW = '(max-width: 720px)';

const world = new WorldPane({ nameOf: (id) => desk.nameOf(id) });
const desk = new Desk({ now: () => world.now(), onOpen: () => isNarrow() && openWorld(false) });

openWorld(!isNarrow());
byId('world-toggle').addEventListener('click', () => openWorld(!isWorldOpen()));
byId('violations-badge').addEventListener('click', showViolations);
byId('new-person').addEventListener('click', async () => {
  const id = await askForPerson();
  if (id === null) return;
  await desk.refresh();
  await desk.choose(id);
});
document.addEventListener('keydown', ({ key }) => {
  const isFree = document.querySelector('dialog[open]') === null;
  if (key === 'Escape' && isFree && isNarrow() && isWorldOpen()) openWorld(false);
});
await desk.start().catch(() => away(true));
listen({
  onChange: (person) => desk.changed(person),
  onAlive: () => {
    away(false);
    return desk.refreshAll();
  },
  onAway: () => away(true),
});
await world.start();

function isNarrow() {
  return matchMedia(NARROW).matches;
}

function isWorldOpen() {
  return document.body.classList.contains('world-open');
}

/** Beside the chats on a wide screen, instead of them on a phone. */
function openWorld(isOpen) {
  document.body.classList.toggle('world-open', isOpen);
  byId('world-toggle').ariaExpanded = String(isOpen);
}

function showViolations() {
  openWorld(true);
  byId('violations').scrollIntoView();
  byId('violations').focus();
}

function away(isAway) {
  byId('away').hidden = !isAway;
}
