import { Migration } from '@mikro-orm/migrations';

const UP = [
  'alter table server_plans add column extra_devices text null',
  `alter table server_clients
    add column extra_devices int not null default 0,
    add column extra_devices_until timestamptz(3) null,
    add constraint server_clients_extra_devices
      check (extra_devices >= 0 and (extra_devices > 0) = (extra_devices_until is not null))`,
  `create index server_clients_devices_over on server_clients (extra_devices_until)
    where extra_devices_until is not null`,
  'alter table orders drop constraint orders_purpose_check',
  `alter table orders add constraint orders_purpose_check
    check (purpose in ('access', 'renewal', 'traffic', 'plan', 'topup', 'devices'))`,
];

const DOWN = [
  'alter table orders drop constraint orders_purpose_check',
  `alter table orders add constraint orders_purpose_check
    check (purpose in ('access', 'renewal', 'traffic', 'plan', 'topup')) not valid`,
  'drop index server_clients_devices_over',
  'alter table server_clients drop column extra_devices, drop column extra_devices_until',
  'alter table server_plans drop column extra_devices',
];

/** Devices that can be bought for a running access of a plan, and those that an access has until its period ends. */
export class Migration0039ExtraDevices extends Migration {
  override up(): void {
    for (const statement of UP) this.addSql(statement);
  }

  override down(): void {
    for (const statement of DOWN) this.addSql(statement);
  }
}
