// The form for one more person.
import { byId } from '/dom.js';
import { post } from '/doors.js';

/** The id of the new person; null where none was made. */
export function askForPerson() {
  const [box, form] = [byId('person'), byId('person-form')];
  form.reset();
  byId('person-said').textContent = '';
  box.showModal();
  return new Promise((resolve) => {
    let made = null;
    form.onsubmit = async (event) => {
      event.preventDefault();
      made = await add(form);
      if (made !== null) box.close();
    };
    byId('person-cancel').onclick = () => box.close();
    box.addEventListener('close', () => resolve(made), { once: true });
  });
}

async function add(form) {
  const { name, language, stars } = form.elements;
  const person = { name: name.value.trim(), language: language.value, stars: Number(stars.value) };
  const { id, error } = await post('/_emu/persons', person);
  byId('person-said').textContent = error ?? '';
  return id ?? null;
}
