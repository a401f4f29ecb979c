import { lifecycleCard, lifecycleProgress, lifecycleUnknown } from '../../src/bot/admin/lifecycle-cards.ts';
import type { Translate } from '../../src/bot/texts.ts';
import type { Screen } from '../../src/bot/views/screen.ts';
import { LIFECYCLE_OPERATIONS } from '../../src/services/lifecycle/lifecycle-runs.ts';
import { NOW } from './view-data.ts';

/** What staff sees of the lifecycle, `name` standing wherever others write. */
export function lifecycleScreens(t: Translate, name: string): Screen[] {
  const errors = Array.from({ length: 50 }, (_, n) => `${n}: ${name}`);
  const report = (operation: string, cause: 'hand' | 'schedule') => ({
    ...{
      operation,
      cause,
      startedAt: NOW,
      ms: cause === 'hand' ? 6 : 12_345,
      processed: 100_000,
      ok: 99_999,
      errors,
    },
  });
  const many = [...LIFECYCLE_OPERATIONS, name].flatMap((operation) =>
    (['hand', 'schedule'] as const).map((cause) => report(operation, cause)),
  );
  return [
    ...[[], many].flatMap((reports) =>
      ['lifecycle-title', 'lifecycle-done'].flatMap((id) =>
        [true, false].map((isAutomatic) => lifecycleCard(t, { reports, isAutomatic, title: t(id) })),
      ),
    ),
    ...(['expired', 'expiring', 'traffic'] as const).map((operation) =>
      lifecycleProgress(t, { operation, done: 12, of: 50 }),
    ),
    { text: lifecycleUnknown(t, name) },
    { text: t('lifecycle-begun') },
  ];
}
