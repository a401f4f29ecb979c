import { Migration } from '@mikro-orm/migrations';

/** What traffic can be bought for a running access of a plan. */
export class Migration0034TrafficPacks extends Migration {
  override up(): void {
    this.addSql('alter table server_plans add column traffic_packs text null');
  }

  override down(): void {
    this.addSql('alter table server_plans drop column traffic_packs');
  }
}
