/** What a subscription address can answer with. */
export const FORMATS = ['base64', 'clash', 'sing-box', 'html'] as const;
export type Format = (typeof FORMATS)[number];

/** Apps by the beginning of what they say they are. Hiddify, Happ, v2rayNG, Streisand, Shadowrocket take links. */
const APPS: readonly (readonly [RegExp, Format])[] = [
  [/^(clash|mihomo|flclash|stash|koala-clash|prizrak-box)/i, 'clash'],
  [/^(sfa|sfi|sfm|sft|sing-box)\b/i, 'sing-box'],
];

/** What is known of who asks. */
export type Asking = { format?: string; userAgent?: string; accept?: string };

/** A wish in the address goes first, then the app, then a browser. null = there is no such format. */
export function chooseFormat({ format, userAgent = '', accept = '' }: Asking): Format | null {
  if (format !== undefined) return FORMATS.find((each) => each === format) ?? null;
  const app = APPS.find(([name]) => name.test(userAgent));
  if (app) return app[1];
  return accept.includes('text/html') ? 'html' : 'base64';
}
