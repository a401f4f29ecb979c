import type { Lifecycle } from '../../model/lifecycle.ts';

/** A life as it is shown: its table, where it begins, and what each state means to the owner of a shop. */
export type DrawnLife<State extends string = string> = {
  readonly title: string;
  /** Where it is kept: table and column. */
  readonly column: string;
  readonly life: Pick<Lifecycle<State>, 'table'>;
  readonly starts: readonly State[];
  readonly meanings: Readonly<Record<State, string>>;
};

const HEAD = `# States

Drawn from the tables in \`src/model\` by \`npm run states\`: change those, not this page. \`npm test\` fails when it is out of date.
A step that stands in no table is refused (\`InvariantViolation\`); steps that are taken in SQL ask the same tables for what may come before.
`;

/** The whole page as Markdown: for each life a Mermaid diagram, then its states in words. */
export function drawStates(lives: readonly DrawnLife[]): string {
  return `${[HEAD, ...lives.map(section)].join('\n')}`;
}

function section({ title, column, life, starts, meanings }: DrawnLife): string {
  const states = Object.entries(life.table);
  const arrows = [
    ...starts.map((state) => `  [*] --> ${state}`),
    ...states.flatMap(([from, following]) => arrowsFrom(from, following)),
  ];
  const rows = states.map(([state, following]) => {
    const next = following.length === 0 ? 'the end' : following.map(code).join(', ');
    const mark = starts.includes(state) ? ' (start)' : '';
    return `| ${code(state)}${mark} | ${meanings[state] ?? ''} | ${next} |`;
  });
  return `## ${title}

\`${column}\`

\`\`\`mermaid
stateDiagram-v2
${arrows.join('\n')}
\`\`\`

| state | means | may become |
|---|---|---|
${rows.join('\n')}
`;
}

function arrowsFrom(from: string, following: readonly string[]): string[] {
  const targets = following.length === 0 ? ['[*]'] : following;
  return targets.map((to) => `  ${from} --> ${to}`);
}

const code = (state: string) => `\`${state}\``;
