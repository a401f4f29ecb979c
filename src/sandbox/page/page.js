// The chat page: who plays, what stands in the chat, what is on the panel. Words from outside are only ever text nodes.
import { clientItem, element, messageItem, replaceSome } from '/message.js';

const byId = (id) => document.getElementById(id);
const NO_WORLD = 'The world does not answer. Is it still running?';
const NARROW = '(max-width: 720px)';
/** `drawn`: whose chat is shown; `items`: its entries. `seen`: how many entries of a person were looked at before. */
const state = { person: null, drawn: null, items: new Map(), seen: new Map(), sticks: true };
/** One drawing at a time; what changed meanwhile is drawn by the next. */
const drawing = { isStale: false, now: null };
let toastTimer = 0;

await start();

async function start() {
  byId('say').addEventListener('submit', say);
  byId('welcome-start').addEventListener('click', () => act('send', { text: '/start' }));
  byId('panel').open = !matchMedia(NARROW).matches;
  for (const what of ['stop', 'start'])
    byId(`panel-${what}`).addEventListener('click', () => turnPanel(what));
  byId('messages').addEventListener('load', stickToEnd, true);
  listen();
  await Promise.all([refresh(), drawPanel()]);
  setInterval(drawPanel, 2000);
}

function listen() {
  const events = new EventSource('/_emu/events');
  events.addEventListener('alive', () => {
    if (byId('status').textContent === NO_WORLD) tell('');
    return refresh();
  });
  events.addEventListener('message', async ({ data }) => {
    if (JSON.parse(data).person === state.person) await refresh();
  });
  events.addEventListener('error', () => tell(NO_WORLD));
}

function refresh() {
  drawing.isStale = true;
  drawing.now ??= drawAll()
    .catch(() => tell(NO_WORLD))
    .finally(() => {
      drawing.now = null;
    });
  return drawing.now;
}

async function drawAll() {
  while (drawing.isStale) {
    drawing.isStale = false;
    const person = await drawPersons();
    if (person) await Promise.all([drawMessages(person), drawCommands(person)]);
  }
}

/** Answers who plays. */
async function drawPersons() {
  const persons = await get('/_emu/persons');
  const wanted = state.person ?? Number(location.hash.slice(1));
  const chosen = persons.find(({ id }) => id === wanted) ?? persons[0];
  state.person = chosen?.id ?? null;
  keepChildren(byId('persons'), persons.map(personButton));
  return chosen;
}

function personButton({ id, name, role, language, stars }) {
  const facts = `${role} · ${language} · ⭐\u00a0${stars}`;
  const parts = [
    element('span', { textContent: name }),
    element('span', { className: 'facts', textContent: facts }),
  ];
  const button = element('button', { type: 'button', onclick: () => choose(id) }, parts);
  button.ariaPressed = String(id === state.person);
  return button;
}

function choose(id) {
  state.person = id;
  history.replaceState(null, '', `#${id}`);
  tell('');
  return refresh();
}

async function drawMessages({ id, name, role }) {
  const messages = await get(`/_emu/persons/${id}/messages`);
  if (id !== state.person) return;
  byId('welcome').hidden = messages.length > 0;
  byId('welcome-title').textContent = `You are ${name}. This is your chat with the shop's bot.`;
  byId('welcome-owner').hidden = role !== 'owner';
  const list = byId('messages');
  list.hidden = messages.length === 0;
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const before = state.items;
  const keyed = messages.map((message, index) => [`${id}/${index}/${JSON.stringify(message)}`, message]);
  const hands = { press, copy };
  state.items = new Map(keyed.map(([key, each]) => [key, before.get(key) ?? messageItem(each, hands)]));
  const held = [...list.children].findIndex((item) => item.contains(document.activeElement));
  if (replaceSome(list, [...state.items.values()])) {
    state.sticks = isAtEnd || id !== state.drawn;
    state.drawn = id;
    stickToEnd();
  }
  if (held >= 0 && !list.contains(document.activeElement)) focusIn(list, held);
  showNews(id, messages);
}

/** Called once more when a picture has its size. */
function stickToEnd() {
  const list = byId('messages');
  if (state.sticks) list.scrollTop = list.scrollHeight;
}

/** The pressed key is gone with its old message: the keyboard goes on in the new one. */
function focusIn(list, index) {
  const next = list.children[index]?.querySelector('button') ?? byId('text');
  next.focus({ preventScroll: true });
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

/** /start, and what the bot put into the menu of this person. */
async function drawCommands({ id }) {
  const [bot, calls] = await Promise.all([get('/_emu/bot'), get('/_emu/calls?method=setMyCommands')]);
  const own = calls.findLast(({ status, params }) => status === 200 && params.scope?.chat_id === id);
  const commands = own?.params.commands ?? bot.commands;
  const all = new Map([['start', ''], ...commands.map((each) => [each.command, each.description])]);
  const buttons = [...all].map(([command, description]) => commandButton(`/${command}`, description));
  if (id === state.person) keepChildren(byId('commands'), buttons);
}

function commandButton(text, title) {
  return element('button', {
    type: 'button',
    textContent: text,
    title,
    onclick: () => act('send', { text }),
  });
}

/** Draws anew only where something looks different: what has the focus keeps it. */
function keepChildren(box, children) {
  const markup = (nodes) => [...nodes].map((node) => node.outerHTML).join('');
  if (markup(box.children) === markup(children)) return;
  const held = [...box.children].indexOf(document.activeElement);
  box.replaceChildren(...children);
  box.children[held]?.focus();
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
  if (button.kind === 'pay') tell('Paying …');
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
  const answer = await post(`/_panel/1/${what}`, {});
  tell(answer.error ?? '');
  await drawPanel();
  byId(what === 'stop' ? 'panel-start' : 'panel-stop').focus();
}

async function drawPanel() {
  try {
    const [clients, panel] = await Promise.all([get('/_panel/1/clients'), get('/_panel/1/state')]);
    const count = clients.length === 1 ? '1 client' : `${clients.length} clients`;
    tellPanel(`${panel.running ? 'running' : 'stopped'}, ${count}`);
    byId('panel-stop').disabled = !panel.running;
    byId('panel-start').disabled = panel.running;
    byId('panel-empty').hidden = clients.length > 0;
    keepChildren(byId('clients'), clients.map(clientItem));
  } catch {
    tellPanel('does not answer');
  }
}

/** Said only when it changes: it is read out. */
function tellPanel(text) {
  if (byId('panel-state').textContent !== text) byId('panel-state').textContent = text;
}

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
