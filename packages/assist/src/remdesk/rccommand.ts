import { fromUtf16, ProtocolError, utf16 } from '@beside/bytes';

/** The inner channel of share control, files and settings ([MS-RA] 2.2.2). */
export const COMMANDS = '71';

/** What a command says about control ([MS-RA] 3.15, 3.16). */
export const COMMAND = {
  /** Expert, version 1 only: asks for control. */
  start: 'REMOTECTRLSTART',
  /** Expert: gives control back. */
  end: 'REMOTECTRLEND',
  /** Expert: an error ends control on its side. */
  abort: 'ABORTRC',
  /** Novice: yes. */
  accept: 'ACCEPTRC',
  /** Novice: no. */
  reject: 'REJECTRC',
  /** Novice: its settings say no; takes the place of `reject`. */
  deny: 'DENIEDRC',
  /** Novice: took control back. */
  take: 'TAKECONTROL',
  /** Novice: took control back by the Esc key. */
  escape: 'ESCRC',
} as const;

/** One `<RCCOMMAND NAME="..." .../>` ([MS-RA] 2.2.2). */
export interface RcCommand {
  /** Without blanks around: [MS-RA] prints one name with a blank behind it and other texts without. */
  readonly name: string;
  /** The other attributes, in order. */
  readonly attributes: ReadonlyMap<string, string>;
}

/**
 * Longest element that is looked at, in UTF-16 units. A FILEXFER with the longest path of Windows, 32,767 of them, would be
 * longer; a name alone, which has 255 at most, is not, even where every character is written as a reference.
 */
const LENGTH_LIMIT = 16 * 1024;
/** [MS-RA] knows eleven attributes. */
const ATTRIBUTE_LIMIT = 16;

/** The data of a message on the inner channel `71`, with its NUL. */
export function encodeCommand(name: string, attributes: Iterable<readonly [string, string]> = []): Uint8Array {
  const written = [['NAME', name] as const, ...attributes].map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return utf16(`<RCCOMMAND${written.join('')}/>\0`);
}

/**
 * Reads the data of a message on the inner channel `71`.
 *
 * The form is one empty element and nothing else, so this is not an XML parser: no declaration, no children, no entities but
 * the predefined five and character references (XML 1.0, 4.6 and 4.1). What is longer than any command is not looked at.
 *
 * @throws ProtocolError at `rccommand`
 */
export function decodeCommand(data: Uint8Array): RcCommand {
  if (data.length > 2 * LENGTH_LIMIT) throw new ProtocolError('rccommand', `longer than ${LENGTH_LIMIT} characters`);
  const text = fromUtf16(data)
    .replace(/^\ufeff/, '')
    .replace(/\0+$/, '')
    .trim();
  const element = /^<RCCOMMAND((?:\s[^<>]*)?)\/>$/.exec(text);
  if (!element) throw new ProtocolError('rccommand', 'not one empty RCCOMMAND element');
  const attributes = attributesOf(element[1] ?? '');
  const name = attributes.get('NAME')?.trim();
  if (!name) throw new ProtocolError('rccommand.NAME', 'missing');
  attributes.delete('NAME');
  return { name, attributes };
}

function attributesOf(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  const pattern = /\s+([A-Za-z_][A-Za-z0-9_.-]{0,31})\s{0,8}=\s{0,8}(?:"([^"<]*)"|'([^'<]*)')|\s+$/y;
  for (let at = 0; at < text.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) throw new ProtocolError('rccommand', 'not a row of quoted attributes');
    const key = match[1];
    if (key === undefined) break;
    if (attributes.has(key)) throw new ProtocolError('rccommand', 'the same attribute twice');
    if (attributes.size === ATTRIBUTE_LIMIT) throw new ProtocolError('rccommand', `more than ${ATTRIBUTE_LIMIT} attributes`);
    attributes.set(key, unescaped(match[2] ?? match[3] ?? ''));
  }
  return attributes;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(value: string): string {
  return value.replace(/&([^;&]{0,9})(;?)/g, (_, reference: string, end: string) => {
    const character = end ? (ENTITIES[reference] ?? referenced(reference)) : undefined;
    if (character === undefined) throw new ProtocolError('rccommand', 'an entity that XML does not predefine');
    return character;
  });
}

/** The character of `#10` or `#xA`, unless there is none. */
function referenced(reference: string): string | undefined {
  const digits = /^#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}))$/.exec(reference);
  if (!digits) return undefined;
  const code = digits[1] !== undefined ? Number(digits[1]) : Number.parseInt(digits[2]!, 16);
  const none = code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
  return none ? undefined : String.fromCodePoint(code);
}

function escaped(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
