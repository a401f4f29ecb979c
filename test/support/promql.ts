const WORDS = new Set([
  'and',
  'or',
  'unless',
  'bool',
  'offset',
  'on',
  'ignoring',
  'group_left',
  'group_right',
]);
const SELECTOR = /\{([^}]*)\}/g;
const GROUPING = /\b(?:by|without)\s*\(([^)]*)\)/g;

/** Without what stands between quotes and between brackets. */
const bare = (query: string): string => query.replace(/"[^"]*"/g, '""').replace(/\[[^\]]*\]/g, '');

/** Names of metrics in a PromQL query: every word that is no function, label or keyword. */
export function metricsIn(query: string): string[] {
  const names = bare(query).replace(SELECTOR, ' ').replace(GROUPING, ' ');
  const words = [...names.matchAll(/[a-zA-Z_:][\w:]*(?!\w*\s*\()/g)].map(([word]) => word);
  return [...new Set(words)].filter((word) => !WORDS.has(word));
}

/** Names of labels in its selectors and groupings. */
export function labelsIn(query: string): string[] {
  const selected = [...bare(query).matchAll(SELECTOR)].flatMap(([, inside = '']) =>
    [...inside.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
  );
  const grouped = [...bare(query).matchAll(GROUPING)].flatMap(([, inside = '']) =>
    inside.split(',').map((label) => label.trim()),
  );
  return [...new Set([...selected, ...grouped])];
}
