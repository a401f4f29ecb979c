import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const DOCS = join(import.meta.dirname, '../../docs');
const page = readFileSync(join(DOCS, 'OPERATIONS.md'), 'utf8');

describe('the page of operations', () => {
  it('explains every alert that an owner may get, and none that does not exist', () => {
    const words = readFileSync(join(DOCS, '../locales/en.ftl'), 'utf8');
    const alerts = [...words.matchAll(/^(alert-[\w-]+) =/gm)].map(([, id]) => id);

    const explained = [...page.matchAll(/^\| .*\(`(alert-[\w-]+)`\)/gm)].map(([, id]) => id);

    expect(alerts.length).toBeGreaterThan(0);
    expect(explained.toSorted()).toEqual(alerts.toSorted());
  });

  it('points at nothing that is not there', () => {
    const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => anchorOf(title));

    const dead = [...page.matchAll(/\]\((?!https?:)([^)]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) =>
        target.startsWith('#') ? !anchors.includes(target) : !existsSync(join(DOCS, target)),
      );

    expect(dead).toEqual([]);
  });
});

/** As GitHub makes them. */
const anchorOf = (title: string): string =>
  `#${title
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')}`;
