import { Migration } from '@mikro-orm/migrations';

/** Who does a chore now, and when it was last begun: all schedulers of one database look here. */
export class Migration0025ChoreRuns extends Migration {
  override up(): void {
    this.addSql(`create table chore_runs (
      name varchar(255) not null,
      holder varchar(255) null,
      lease_no int not null default 0,
      lease_until timestamptz(6) null,
      started_at timestamptz(6) not null,
      primary key (name)
    )`);
  }

  override down(): void {
    this.addSql('drop table chore_runs');
  }
}
