// Whether a shop is there, and what it still has to do.
import { byId, setText } from '/dom.js';
import { get } from '/doors.js';

const WORK = {
  updates: 'not yet taken',
  inbox: 'to handle',
  due: 'keys to make',
  lanes: 'panels at work',
  outgoing: 'to send',
};

export async function lookAtShop() {
  const told = await get('/_emu/idle');
  const isDown = told.shop === 'down';
  byId('shop-mark').className = isDown ? 'mark off' : 'mark on';
  setText(byId('shop-mark'), isDown ? 'not running' : 'running');
  setText(byId('shop-work'), isDown ? 'Nobody answers what is written here.' : workText(told));
}

function workText(told) {
  const open = Object.entries(WORK).filter(([name]) => told[name] > 0);
  return open.length === 0
    ? 'nothing to do'
    : open.map(([name, words]) => `${told[name]} ${words}`).join(', ');
}
