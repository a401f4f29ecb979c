import { Migration } from '@mikro-orm/migrations';

/** Pauses that customers ask for, and how long a plan lets them last. */
export class Migration0032Pauses extends Migration {
  override up(): void {
    this.addSql(
      `alter table server_plans add column max_pause_days int not null default 0, add constraint server_plans_pause check (max_pause_days >= 0)`,
    );
    this.addSql(`alter table server_clients
      add column pause_days_used int not null default 0,
      add column paused_at timestamptz(3) null,
      add column paused_until timestamptz(3) null,
      add constraint server_clients_pauses check ((paused_at is null) = (paused_until is null) and pause_days_used >= 0)`);
    this.addSql(
      `create index server_clients_paused on server_clients (paused_until) where status = 'suspended' and paused_until is not null`,
    );
  }

  override down(): void {
    this.addSql(`drop index server_clients_paused`);
    this.addSql(`alter table server_clients
      drop constraint server_clients_pauses,
      drop column pause_days_used, drop column paused_at, drop column paused_until`);
    this.addSql(`alter table server_plans drop constraint server_plans_pause, drop column max_pause_days`);
  }
}
