import { SaxesParser } from 'saxes';
import { TicketError } from './errors.js';

/** An XML element with its attributes in order; text between elements is not kept, no invitation uses it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlElement[];
}

/** Deepest nesting; an invitation has 4. */
const DEPTH_LIMIT = 8;
/** Most elements; a connection string has one for each address. */
const ELEMENT_LIMIT = 1000;
/** Most attributes of one element; UPLOADDATA has 8. */
const ATTRIBUTE_LIMIT = 32;

/**
 * Parses one XML document whose root is one of `roots`. The length of the text is the caller's to limit.
 *
 * Only the five entities of XML itself and character references are known. A document type declaration is refused before
 * anything in it is looked at, so that there are no entities to expand. One fault is forgiven because published type 1
 * invitations have it: no blank between an attribute and the next.
 *
 * @throws TicketError `not-a-ticket` (no XML, another root, a document type), `truncated` (well-formed as far as it goes),
 *   `damaged` (not well-formed, or larger than the limits)
 */
export function parseXml(text: string, roots: readonly string[]): XmlElement {
  const parser = new SaxesParser();
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  let attributes = 0;

  parser.on('doctype', () => {
    throw new TicketError('not-a-ticket', 'document type declarations are not allowed');
  });
  parser.on('opentagstart', ({ name }) => {
    if (!root && !roots.includes(name)) throw new TicketError('not-a-ticket', 'another root element');
    attributes = 0;
    if (++elements > ELEMENT_LIMIT) throw new TicketError('damaged', `more than ${ELEMENT_LIMIT} elements`);
    if (open.length >= DEPTH_LIMIT) throw new TicketError('damaged', `elements nested deeper than ${DEPTH_LIMIT}`);
    const element = { name, attributes: new Map<string, string>(), children: [] };
    root ??= element;
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('attribute', ({ name, value }) => {
    if (++attributes > ATTRIBUTE_LIMIT) throw new TicketError('damaged', `more than ${ATTRIBUTE_LIMIT} attributes`);
    open.at(-1)?.attributes.set(name, value);
  });
  parser.on('closetag', () => {
    open.pop();
  });

  try {
    parser.write(blanksBetweenAttributes(text));
  } catch (error) {
    if (error instanceof TicketError) throw error;
    throw new TicketError(root ? 'damaged' : 'not-a-ticket', 'not well-formed XML', { cause: error });
  }
  try {
    parser.close();
  } catch (error) {
    const begun = root !== undefined || beginsLike(text, roots);
    throw new TicketError(begun ? 'truncated' : 'not-a-ticket', 'the XML document does not end', { cause: error });
  }
  if (!root) throw new TicketError('not-a-ticket', 'no root element');
  return root;
}

/** XML text of an element: no declaration, no line breaks, empty elements in their short form. */
export function formatXml(element: XmlElement): string {
  const attributes = [...element.attributes].map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
  if (element.children.length === 0) return `<${element.name}${attributes}/>`;
  return `<${element.name}${attributes}>${element.children.map(formatXml).join('')}</${element.name}>`;
}

/** Shorthand for building documents. */
export function xmlElement(name: string, attributes: Readonly<Record<string, string>>, children: XmlElement[] = []): XmlElement {
  return { name, attributes: new Map(Object.entries(attributes)), children };
}

/**
 * `A="1"B="2"` becomes `A="1" B="2"`. Every quoted value is walked over as a whole, so that base64 which ends in `="` is not
 * taken for the beginning of the next one. Text outside of tags is of no consequence here and need not be told apart.
 */
function blanksBetweenAttributes(text: string): string {
  return text.replace(/(=\s*(?:"[^"]*"|'[^']*'))([A-Za-z])?/g, (found, value, next) =>
    next === undefined ? found : `${value} ${next}`,
  );
}

/** Whether a text that ended before its root element was known could have become an invitation. */
function beginsLike(text: string, roots: readonly string[]): boolean {
  const rest = text.trimStart().replace(/^<\?xml[^>]*\?>\s*/, '');
  if (rest === '' || /^<\?xml[^>]*$/.test(rest)) return text.trim() !== '';
  return ['?xml', ...roots].some((name) => `<${name}`.startsWith(rest));
}

/** An attribute value. Line breaks and tabs would be read back as blanks, so they become references; what XML cannot hold is left out. */
function escaped(value: string): string {
  return value
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character]!);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};
