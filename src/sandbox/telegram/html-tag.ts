export type Attributes = Record<string, string>;
type Tag = { tag: string; attributes: Attributes; end: number };
/** Makes the error that the reader throws; `at` is where in the source, the tag's begin where left out. */
type Fault = (text: string, at?: number) => Error;

/** Reads the start tag at `from` up to and with its `>`; a value without quotes is a name: letters, digits, dots, hyphens. */
export function readTag(source: string, from: number, fault: Fault): Tag {
  const tag = /^[^\s>]*/.exec(source.slice(from + 1))?.[0] ?? '';
  const attributes: Attributes = {};
  let at = afterSpace(source, from + 1 + tag.length);
  while (at < source.length && source[at] !== '>') {
    const attribute = readAttribute(source, at, { tag, fault });
    attributes[attribute.name] = attribute.value;
    at = afterSpace(source, attribute.end);
  }
  if (at >= source.length) throw fault('Unclosed start tag');
  return { tag: tag.toLowerCase(), attributes, end: at + 1 };
}

function readAttribute(source: string, at: number, { tag, fault }: { tag: string; fault: Fault }) {
  const [name = ''] = /^[^\s=>]*/.exec(source.slice(at)) ?? [];
  if (name === '') throw fault(`Empty attribute name in the tag "${tag}"`);
  const sign = afterSpace(source, at + name.length);
  if (source[sign] !== '=') return { name: name.toLowerCase(), value: '', end: at + name.length };
  const { value, end } = readValue(source, afterSpace(source, sign + 1), fault);
  const plain = value.replaceAll('&amp;', '&').replaceAll('&quot;', '"');
  return { name: name.toLowerCase(), value: plain, end };
}

function readValue(source: string, at: number, fault: Fault): { value: string; end: number } {
  const quote = source[at];
  if (quote === '"' || quote === "'") {
    const end = source.indexOf(quote, at + 1);
    if (end < 0) throw fault('Unclosed start tag');
    return { value: source.slice(at + 1, end), end: end + 1 };
  }
  const [value = ''] = /^[a-z0-9.-]*/i.exec(source.slice(at)) ?? [];
  const next = source[at + value.length];
  if (next !== undefined && !/[\s>]/.test(next)) throw fault('Unexpected end of name token', at);
  return { value: value.toLowerCase(), end: at + value.length };
}

function afterSpace(source: string, at: number): number {
  return at + (/^\s*/.exec(source.slice(at))?.[0].length ?? 0);
}
