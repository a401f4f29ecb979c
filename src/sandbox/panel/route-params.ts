/**
 * The named parts of a path that fits a route, decoded; null = it does not fit. Both are split at their slashes, and one
 * that was escaped (`%2F`) counts as such: the panel looks for its route in the decoded path.
 */
export function paramsOf(names: string[], parts: string[]): Record<string, string> | null {
  const fits =
    names.length === parts.length && names.every((name, i) => name.startsWith(':') || name === parts[i]);
  if (!fits || parts.some((part) => decoded(part).includes('/'))) return null;
  const named = names.flatMap((name, i) =>
    name.startsWith(':') ? [[name.slice(1), decoded(parts[i] ?? '')]] : [],
  );
  return Object.fromEntries(named);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
