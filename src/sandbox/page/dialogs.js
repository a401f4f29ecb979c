// What stands over the page for a moment: alerts of the bot, questions, a picture in its full size.
import { byId } from '/dom.js';

/** Alerts come one after the other, each with the name of the person who sees it. */
const waiting = [];

export function alertBox(who, text) {
  waiting.push({ who, text });
  if (waiting.length === 1) showAlert();
}

/** True when the answer was yes. Cancel has the focus: Enter alone destroys nothing. */
export function ask(text, yes) {
  const box = byId('ask');
  byId('ask-text').textContent = text;
  byId('ask-yes').textContent = yes;
  box.returnValue = 'no';
  box.showModal();
  return new Promise((resolve) => {
    box.addEventListener('close', () => resolve(box.returnValue === 'yes'), { once: true });
  });
}

export function showPicture({ src, alt }) {
  Object.assign(byId('picture-image'), { src, alt });
  byId('picture').showModal();
}

/** False where the browser forbids it: then the text is shown, to be copied by hand. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    alertBox('Copy this by hand', text);
    return false;
  }
}

function showAlert() {
  const [{ who, text }] = waiting;
  byId('alert-who').textContent = who;
  byId('alert-text').textContent = text;
  byId('alert').showModal();
}

byId('alert').addEventListener('close', () => {
  waiting.shift();
  if (waiting.length > 0) showAlert();
});
