import { parseSync } from 'vite';

/** Attributes whose text a person reads or hears. */
const SPOKEN = [
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'alt',
  'label',
  'placeholder',
  'title',
];

/** A node of a syntax tree, as far as it matters here. */
interface Node {
  readonly type: string;
  readonly [part: string]: unknown;
}

/** Words that stand in a component and not in the catalogue. */
export function wordsInComponent(file: string, source: string): string[] {
  return [...wordsIn(parseSync(file, source).program as unknown as Node)].map((words) => words.trim());
}

/** Everything below a node that a person would read or hear. */
function* wordsIn(node: Node): Generator<string> {
  switch (node.type) {
    case 'JSXText':
      yield* ifWords(node['value']);
      break;
    case 'JSXElement':
    case 'JSXFragment':
      for (const child of node['children'] as Node[])
        if (child.type === 'JSXExpressionContainer') yield* textsOf(child['expression'] as Node);
      break;
    case 'JSXAttribute': {
      const { name, value } = node as unknown as { readonly name: Node; readonly value: Node | null };
      if (value && SPOKEN.includes(String(name['name'])))
        yield* textsOf(value.type === 'JSXExpressionContainer' ? (value['expression'] as Node) : value);
      break;
    }
  }
  for (const part of Object.values(node).flat()) if (isNode(part)) yield* wordsIn(part);
}

/** Texts that an expression can be. */
function* textsOf(expression: Node): Generator<string> {
  switch (expression.type) {
    case 'Literal':
      yield* ifWords(expression['value']);
      break;
    case 'TemplateLiteral':
      for (const part of expression['quasis'] as { readonly value: { readonly cooked: string } }[])
        yield* ifWords(part.value.cooked);
      break;
    case 'ConditionalExpression':
      yield* textsOf(expression['consequent'] as Node);
      yield* textsOf(expression['alternate'] as Node);
      break;
    case 'LogicalExpression':
      yield* textsOf(expression['right'] as Node);
      break;
  }
}

/** A text that has a word in it, of whatever script; punctuation between two texts is none. */
function* ifWords(text: unknown): Generator<string> {
  if (typeof text === 'string' && /\p{Letter}/u.test(text)) yield text;
}

function isNode(part: unknown): part is Node {
  return typeof part === 'object' && part !== null && typeof (part as Node).type === 'string';
}
