// A chat as one file that needs nothing else: the messages as they stand, and the calls that made them beside them.
import { element } from '/dom.js';
import { get } from '/doors.js';

const STYLES = ['/page.css', '/chat.css', '/world.css'];

/** Hands the file to the browser as a download. Keys and links of the chat are in it. */
export async function saveChat(person, messages) {
  const styles = await Promise.all(STYLES.map(async (path) => (await fetch(path)).text()));
  const calls = (await get('/_emu/calls')).filter(({ params }) => Number(params.chat_id) === person.id);
  const title = `Chat of ${person.name}`;
  const body = element('body', { className: 'saved' }, [
    element('main', {}, [chatPart(title, messages), callsPart(calls)]),
  ]);
  const head = element('head', {}, [element('title', { textContent: title })]);
  const html = element('html', { lang: person.language }, [head, body]).outerHTML;
  // As words, not as an element: the page allows itself no styles of its own making.
  const style = `<meta charset="utf-8"><style>${styles.join('\n')}</style>`;
  download(`<!doctype html>\n${html.replace('<head>', () => `<head>${style}`)}\n`, person.id);
}

/** Nothing in it can be pressed any more. */
function chatPart(title, messages) {
  const copy = messages.cloneNode(true);
  for (const each of copy.querySelectorAll('button')) each.tabIndex = -1;
  for (const each of copy.querySelectorAll('.file')) each.removeAttribute('href');
  return element('section', { className: 'chat' }, [
    element('header', {}, [element('h2', { textContent: title })]),
    copy,
  ]);
}

function callsPart(calls) {
  const items = calls.map(({ seq, method, status, params }) =>
    element('li', {}, [
      element('details', {}, [
        element('summary', { textContent: `${seq} ${method}: ${status}` }),
        element('pre', { textContent: JSON.stringify(params, null, 2) }),
      ]),
    ]),
  );
  return element('aside', { id: 'world' }, [
    element('section', {}, [element('h2', { textContent: 'Calls of the bot' }), element('ol', {}, items)]),
  ]);
}

function download(html, id) {
  const href = URL.createObjectURL(new Blob([html], { type: 'text/html' }));
  element('a', { href, download: `chat-of-${id}.html` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
