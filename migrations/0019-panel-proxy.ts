import { Migration } from '@mikro-orm/migrations';

/** The proxy through which a panel is reached, sealed, and what of it may be shown. */
export class Migration0019PanelProxy extends Migration {
  override up(): void {
    this.addSql(`alter table servers
      add column panel_proxy text null,
      add column panel_proxy_host varchar(300) null`);
    this.addSql(`alter table servers
      add constraint servers_panel_proxy check ((panel_proxy is null) = (panel_proxy_host is null))`);
  }

  override down(): void {
    this.addSql('alter table servers drop column panel_proxy, drop column panel_proxy_host');
  }
}
