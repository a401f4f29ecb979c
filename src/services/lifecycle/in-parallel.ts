/** Does all of them, so many at a time, in their order. */
export async function inParallel<Item>(
  items: readonly Item[],
  atOnce: number,
  step: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) await step(next.value);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
