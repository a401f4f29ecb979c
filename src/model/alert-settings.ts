/**
 * When the staff hears of one server. `warning` and `critical` are the per cents of fullness that are told, 1 to 100,
 * the first below the second. Until `mutedUntil`, ISO, nothing of it is told; null = it is not muted. `held` = the keys
 * of the alerts that were kept back meanwhile.
 */
export type AlertSettings = FullnessMarks & { mutedUntil: string | null; held: readonly string[] };

/** Per cent of the seats. */
export type FullnessMarks = { warning: number; critical: number };

/** What holds for a server that nobody has set. */
const USUAL: AlertSettings = { warning: 75, critical: 90, mutedUntil: null, held: [] };

export const alertSettingsOf = ({ alertSettings }: { alertSettings: AlertSettings | null }): AlertSettings =>
  alertSettings ?? USUAL;

/** Two whole numbers from 1 to 100, the lower one first; null = they are no such marks. */
export function parseFullnessMarks(text: string): FullnessMarks | null {
  const [, first, second] = /^(\d{1,3})\s*%?[\s,;/–—-]+(\d{1,3})\s*%?$/.exec(text.trim()) ?? [];
  const [warning, critical] = [Number(first), Number(second)];
  return 1 <= warning && warning < critical && critical <= 100 ? { warning, critical } : null;
}
