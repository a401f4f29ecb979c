// The chat page: who plays, what stands in the chat, what is on the panel. Words from outside are only ever text nodes.
import { messageItem } from '/message.js';

const byId = (id) => document.getElementById(id);
const NO_WORLD = 'The world does not answer. Is it still running?';
const state = { person: null, seen: new Map(), drawn: '' };

await start();

async function start() {
  byId('say').addEventListener('submit', say);
  for (const act of ['stop', 'start']) byId(`panel-${act}`).addEventListener('click', () => turnPanel(act));
  await drawPersons();
  listen();
  await drawPanel();
  setInterval(drawPanel, 2000);
}

function listen() {
  const events = new EventSource('/_emu/events');
  events.addEventListener('alive', refresh);
  events.addEventListener('message', async ({ data }) => {
    if (JSON.parse(data).person === state.person) await refresh();
  });
  events.addEventListener('error', () => tell(NO_WORLD));
}

/** One drawing at a time; what changed meanwhile is drawn by the next. */
let drawing = null;
let isStale = false;
function refresh() {
  isStale = true;
  drawing ??= drawAll()
    .catch(() => tell(NO_WORLD))
    .finally(() => {
      drawing = null;
    });
  return drawing;
}

async function drawAll() {
  while (isStale) {
    isStale = false;
    await drawPersons();
    await drawMessages();
  }
}

async function drawPersons() {
  const persons = await get('/_emu/persons');
  state.person ??= Number(location.hash.slice(1)) || persons[0]?.id;
  const buttons = persons.map((person) => {
    const role = person.role === 'owner' ? 'owner, ' : '';
    const label = `${person.name} (${role}${person.language}) ⭐${person.stars}`;
    const button = element('button', {
      type: 'button',
      textContent: label,
      onclick: () => choose(person.id),
    });
    button.setAttribute('aria-pressed', String(person.id === state.person));
    return button;
  });
  byId('persons').replaceChildren(...buttons);
}

function choose(id) {
  state.person = id;
  state.drawn = '';
  history.replaceState(null, '', `#${id}`);
  tell('');
  return refresh();
}

async function drawMessages() {
  const { person } = state;
  const messages = await get(`/_emu/persons/${person}/messages`);
  const text = JSON.stringify(messages);
  if (person !== state.person || text === state.drawn) return;
  state.drawn = text;
  const list = byId('messages');
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  list.replaceChildren(...messages.map((message) => messageItem(message, press)));
  if (isAtEnd || !state.seen.has(person)) list.scrollTop = list.scrollHeight;
  showNews(person, messages);
  await drawCommands();
}

/** Toasts and alerts that came since the last look pop up once. */
function showNews(person, messages) {
  const before = state.seen.get(person) ?? messages.length;
  state.seen.set(person, messages.length);
  for (const { kind, text } of messages.slice(before)) {
    if (kind === 'toast') toast(text);
    if (kind === 'alert') alertBox(text);
  }
}

/** /start, and what the bot put into its menu. */
async function drawCommands() {
  const { commands } = await get('/_emu/bot');
  const all = new Set(['/start', ...commands.map(({ command }) => `/${command.replace('/', '')}`)]);
  const button = (command) =>
    element('button', {
      type: 'button',
      textContent: command,
      onclick: () => act('send', { text: command }),
    });
  byId('commands').replaceChildren(...[...all].map(button));
}

async function say(event) {
  event.preventDefault();
  const input = byId('text');
  const text = input.value.trim();
  if (text === '') return;
  if (await act('send', { text })) input.value = '';
}

async function press(place, button) {
  if (button.kind === 'copy') await copy(button.value);
  if (button.kind === 'url') window.open(button.value, '_blank', 'noopener');
  if (button.kind === 'pay') tell('Paying ...');
  await act('tap', place);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast('Copied');
  } catch {
    alertBox(text);
  }
}

/** True when the world took it. */
async function act(what, body) {
  const answer = await post(`/_emu/persons/${state.person}/${what}`, body);
  tell(answer.error ?? '');
  await refresh();
  return answer.error === undefined;
}

async function turnPanel(what) {
  await post(`/_panel/1/${what}`, {});
  await drawPanel();
}

async function drawPanel() {
  try {
    const [clients, panel] = await Promise.all([get('/_panel/1/clients'), get('/_panel/1/state')]);
    byId('panel-state').textContent = panel.running ? 'running' : 'stopped';
    byId('panel-stop').disabled = !panel.running;
    byId('panel-start').disabled = panel.running;
    byId('panel-empty').hidden = clients.length > 0;
    byId('clients').replaceChildren(...clients.map(clientItem));
  } catch {
    byId('panel-state').textContent = 'does not answer';
  }
}

function clientItem(client) {
  const ends = client.expiryTime > 0 ? `until ${new Date(client.expiryTime).toLocaleDateString()}` : 'no end';
  const limit = client.totalGB > 0 ? `${(client.totalGB / 2 ** 30).toFixed(1)} GiB` : 'unlimited';
  const used = `${((client.up + client.down) / 2 ** 30).toFixed(2)} GiB used of ${limit}`;
  const facts = [client.enable ? 'on' : 'off', ends, used, client.comment].filter(Boolean).join(' · ');
  return element('li', {}, [
    element('strong', { textContent: client.email }),
    element('div', { className: 'facts', textContent: facts }),
  ]);
}

let toastTimer = 0;
function toast(text) {
  const box = byId('toast');
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => {
    box.hidden = true;
  }, 3000);
}

function alertBox(text) {
  byId('alert-text').textContent = text;
  if (!byId('alert').open) byId('alert').showModal();
}

function tell(text) {
  byId('status').textContent = text;
}

function element(name, properties, children = []) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

async function post(path, body) {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return await response.json();
  } catch {
    return { error: NO_WORLD };
  }
}
