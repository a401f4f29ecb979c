import { Migration } from '@mikro-orm/migrations';

const UP = [
  `alter table order_server_clients
    add column doubt_since timestamptz(3) null,
    add column moved_at timestamptz(3) null,
    add column refused_inbounds jsonb null,
    add column failed_at timestamptz(3) null`,
  // What was under way before this was kept is in doubt since it began.
  `update order_server_clients set doubt_since = provision_started_at
    where provision_status in ('pending', 'provisioning', 'failed') and provision_attempts > 0`,
  `alter table panel_lanes
    add column breaker_state text not null default 'closed'
      constraint panel_lanes_breaker_state_check check (breaker_state in ('closed', 'open', 'half-open')),
    add column breaker_until timestamptz(3) null,
    add column breaker_openings int not null default 0,
    add column breaker_silences int not null default 0,
    add column breaker_answers int not null default 0,
    add column silent_since timestamptz(3) null,
    add column recent_calls jsonb null,
    add constraint panel_lanes_open_breaker_ends check ((breaker_state = 'open') = (breaker_until is not null))`,
];

/** Where a unit was moved from and what is not known of it; a breaker and a retry budget for each panel. */
export class Migration0021Failover extends Migration {
  override up(): void {
    for (const statement of UP) this.addSql(statement);
  }

  override down(): void {
    this.addSql(`alter table panel_lanes
      drop column breaker_state, drop column breaker_until, drop column breaker_openings,
      drop column breaker_silences, drop column breaker_answers, drop column silent_since, drop column recent_calls`);
    this.addSql(`alter table order_server_clients
      drop column doubt_since, drop column moved_at, drop column refused_inbounds, drop column failed_at`);
  }
}
