export type Attributes = Record<string, string>;
type Tag = { tag: string; attributes: Attributes; end: number };
type Fault = (text: string) => Error;

/** Reads the start tag at `from` up to and with its `>`; attribute values may stand in quotes or without. */
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
  const match = /^([^\s=>/"']*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']*)))?/.exec(source.slice(at));
  const [whole = '', name = '', double, single, bare] = match ?? [];
  if (name === '') throw fault(`Empty attribute name in the tag "${tag}"`);
  const value = (double ?? single ?? bare ?? '').replaceAll('&amp;', '&').replaceAll('&quot;', '"');
  return { name: name.toLowerCase(), value, end: at + whole.length };
}

function afterSpace(source: string, at: number): number {
  return at + (/^\s*/.exec(source.slice(at))?.[0].length ?? 0);
}
