import {
  getCreateIndexesSQL,
  getCreateTableSQL,
  getUpdateTimestampTriggerSQL,
} from '@agendajs/postgres-backend';
import { Migration } from '@mikro-orm/migrations';

/** Agenda's table. Left to itself Agenda makes it at every connect, and two processes at once crash (STACK.md 3). */
export class Migration0005Agenda extends Migration {
  override up(): void {
    this.addSql(getCreateTableSQL('agenda_jobs'));
    for (const statement of getCreateIndexesSQL('agenda_jobs')) this.addSql(statement);
    for (const statement of getUpdateTimestampTriggerSQL('agenda_jobs').split(/;\s*\n\n/)) {
      this.addSql(statement);
    }
  }

  override down(): void {
    this.addSql('drop table if exists agenda_jobs cascade');
    this.addSql('drop function if exists update_agenda_jobs_updated_at() cascade');
  }
}
