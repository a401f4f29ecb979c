/** A log of addresses as panels tell it: `lines` up to 3.3, `records` later. */
export function ipLog(ips: readonly string[], form: 'lines' | 'records'): unknown {
  if (form === 'records') return ips.map((ip) => ({ ip, time: '2026-01-02 15:04:05', node: '' }));
  return ips.length === 0 ? 'No IP Record' : ips.map((ip) => `${ip} (2026-01-02 15:04:05)`);
}
