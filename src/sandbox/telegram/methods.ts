import { ACCOUNT_METHODS } from './account-methods.ts';
import { ANSWER_METHODS } from './answer-methods.ts';
import { CHAT_METHODS } from './chat-methods.ts';
import { COPY_METHODS } from './copy-methods.ts';
import { EDIT_METHODS } from './edit-methods.ts';
import { FILE_METHODS } from './file-methods.ts';
import { FORUM_METHODS } from './forum-methods.ts';
import { INVOICE_METHODS } from './invoice-methods.ts';
import { MESSAGE_METHODS } from './message-methods.ts';
import type { Method } from './method.ts';
import { PROFILE_METHODS } from './profile-methods.ts';
import { SEND_METHODS } from './send-methods.ts';
import { WEBHOOK_METHODS } from './webhook-methods.ts';

const ALL = new Map<string, Method>(
  Object.entries({
    ...ACCOUNT_METHODS,
    ...WEBHOOK_METHODS,
    ...PROFILE_METHODS,
    ...SEND_METHODS,
    ...COPY_METHODS,
    ...EDIT_METHODS,
    ...FILE_METHODS,
    ...ANSWER_METHODS,
    ...CHAT_METHODS,
    ...MESSAGE_METHODS,
    ...FORUM_METHODS,
    ...INVOICE_METHODS,
  }),
);

/** An emulated method by its name as the documentation writes it. */
export function emulatedMethod(name: string): Method | undefined {
  return ALL.get(name);
}
