import { ipLog } from '../ip-log.ts';
import { type LegacyHandler, said } from './legacy-call.ts';

/** From where a client was used. */
export const ipsIn: LegacyHandler = ({ store }, _call, { email = '' }) =>
  said(ipLog(store.base.ipsOf(email), 'lines'));

export const clearIpsIn: LegacyHandler = ({ store }, _call, { email = '' }) => {
  store.base.keepIps(email, []);
  return said(null, 'The log has been cleared.');
};
