import { readFileSync } from 'node:fs';

/** The arrows of a drawing in `docs/state-machines`: `state trigger` to the next state. */
export function drawnEdges(name: string): Map<string, string> {
  const text = readFileSync(new URL(`../../../docs/state-machines/${name}.md`, import.meta.url), 'utf8');
  const drawing = /```mermaid\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const edges = new Map<string, string>();
  for (const [, from, to, trigger] of drawing.matchAll(/^ {2}(\w+) --> (\w+) : (\S+)$/gm)) {
    edges.set(`${from!.replaceAll('_', '-')} ${trigger}`, to!.replaceAll('_', '-'));
  }
  return edges;
}
