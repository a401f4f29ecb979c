import { Migration } from '@mikro-orm/migrations';

const UP = [
  `alter table servers
    add column panel_restarts_core boolean null,
    add column identified_at timestamptz(3) null,
    add column poisoned_at timestamptz(3) null,
    add column self_test_due_at timestamptz(3) null,
    add column capacity_noticed int not null default 0`,
  // Only panels of 3.1 and later were driven before this: none of them does it.
  `update servers set panel_restarts_core = false`,
  `alter table server_inbounds add column capacity_noticed int not null default 0`,
];

/** What is watched on panels: their version, whether they cut neighbours off, what poisons them, how full they are. */
export class Migration0017FleetWatch extends Migration {
  override up(): void {
    for (const statement of UP) this.addSql(statement);
  }

  override down(): void {
    this.addSql('alter table server_inbounds drop column capacity_noticed');
    this.addSql(`alter table servers
      drop column panel_restarts_core, drop column identified_at, drop column poisoned_at,
      drop column self_test_due_at, drop column capacity_noticed`);
  }
}
