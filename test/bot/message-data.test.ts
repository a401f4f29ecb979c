import { describe, expect, it } from 'vitest';
import { MESSAGE_FORMS } from '../../src/bot/views/message-data.ts';
import { ALERT_LEAST } from '../../src/services/messages/alert-roles.ts';
import { alerts } from './every-screen.ts';

describe('an alert', () => {
  const samples = alerts('Frankfurt');

  it.each(Object.keys(ALERT_LEAST))('can be sent as it was written down: %s', (code) => {
    const sample = samples.find((each) => each.code === code);

    expect(sample, 'it is drawn with every screen').toBeDefined();
    expect(MESSAGE_FORMS.alert.safeParse(JSON.parse(JSON.stringify(sample)))).toEqual({
      success: true,
      data: sample,
    });
  });
});
