/** A piece of a page in which nothing is left that a browser could take for markup of others. */
export type Html = { readonly html: string };

type Piece = Html | string | number | readonly Html[];

/** Markup as it stands, what comes into its gaps escaped. */
export function html(markup: TemplateStringsArray, ...gaps: readonly Piece[]): Html {
  const parts = markup.map((part, place) => part + written(gaps[place]));
  return { html: parts.join('') };
}

function written(piece: Piece | undefined): string {
  if (piece === undefined) return '';
  if (typeof piece === 'string' || typeof piece === 'number') return escaped(String(piece));
  return 'html' in piece ? piece.html : piece.map(({ html: each }) => each).join('\n');
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? '');
