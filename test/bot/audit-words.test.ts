import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACTIONS, actWords, changeWords, FIELDS } from '../../src/bot/admin/audit-words.ts';
import type { AuditView } from '../../src/services/staff/views.ts';
import { t } from './english.ts';
import { NOW } from './view-data.ts';

const SERVICES = 'src/services';
const CODE = readdirSync(SERVICES, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(SERVICES, file), 'utf8'))
  .join('\n');

/** The one action that is put together: what is set belongs to a plan, or is the template or the rules of an inbound. */
const BUILT = { code: '.settings`', actions: ['plan.settings', 'template.settings', 'rules.settings'] };

/** Every action that the services write into the audit log, as their code names it. */
const written = [...CODE.matchAll(/\b(?:action(?::| =)|\w+_ACT =) (.*)/g)].flatMap(([, code = '']) =>
  code.includes(BUILT.code)
    ? BUILT.actions
    : [...code.matchAll(/'(\w+\.[\w-]+)'/g)].map(([, name = '']) => name),
);

const entry = (before: AuditView['before'], after: AuditView['after']): AuditView => ({
  entryId: 1,
  actorId: 1,
  actor: 'Olga',
  action: 'plan.edit',
  target: 'plan:3',
  targetName: '1 month',
  before,
  after,
  at: NOW,
});

describe('the words of the audit log', () => {
  it('are there for every act that is written down, and for no other', () => {
    expect([...ACTIONS].sort()).toEqual([...new Set(written)].sort());
  });

  it.each([...new Set(written)])('call %s by a name of its own', (action) => {
    const line = actWords(t, { ...entry({}, {}), action });

    expect(line).toMatch(/^Olga: .+, 1 month \(plan:3\)$/);
    expect(line).not.toContain(action);
  });

  it.each([...FIELDS])('call the field %s by a name of its own', (field) => {
    const [line] = changeWords(t, entry({}, { [field]: 'x' }), 'USD');

    expect(line).toMatch(/^• .+: x$/);
    expect(line).not.toContain('audit-field');
  });

  it.each([
    [{ setupFee: '0' }, { setupFee: '150' }, '• set-up fee: 0.00 USD → 1.50 USD'],
    [{ trafficLimit: null }, { trafficLimit: '53687091200' }, '• traffic limit: — → 50 GB'],
    [{ renewable: true }, { renewable: false }, '• renewable: yes → no'],
    [{ capacity: 5 }, { capacity: 10 }, '• capacity: 5 → 10'],
  ])('tell %j and %j as people write it', (before, after, words) => {
    expect(changeWords(t, entry(before, after), 'USD')).toEqual([words]);
  });
});
