/** UTF-16LE code units of a text, without terminator. */
export function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[2 * i] = unit & 0xff;
    bytes[2 * i + 1] = unit >> 8;
  }
  return bytes;
}

/** A text from UTF-16LE bytes; an odd last byte is dropped, lone surrogates become U+FFFD. */
export function fromUtf16(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i + 1 < bytes.length; i += 2) text += String.fromCharCode(bytes[i]! | (bytes[i + 1]! << 8));
  return wellFormed(text);
}

/** UTF-8 bytes of a text (RFC 3629); lone surrogates become U+FFFD. */
export function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of wellFormed(text)) {
    const code = character.codePointAt(0)!;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return Uint8Array.from(bytes);
}

/** A text from UTF-8 bytes (RFC 3629); every malformed or overlong sequence becomes U+FFFD. */
export function fromUtf8(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const { code, length } = sequenceAt(bytes, i);
    text += String.fromCodePoint(code);
    i += length;
  }
  return text;
}

const REPLACEMENT = 0xfffd;

/** The code point that starts at `at`, and the bytes it takes. */
function sequenceAt(bytes: Uint8Array, at: number): { code: number; length: number } {
  const first = bytes[at]!;
  if (first < 0x80) return { code: first, length: 1 };
  const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
  if (length === 0) return { code: REPLACEMENT, length: 1 };
  let code = first & (0x7f >> length);
  for (let k = 1; k < length; k++) {
    const next = bytes[at + k];
    if (next === undefined || (next & 0xc0) !== 0x80) return { code: REPLACEMENT, length: k };
    code = (code << 6) | (next & 0x3f);
  }
  const smallest = length === 4 ? 0x10000 : length === 3 ? 0x800 : 0x80;
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return { code: code < smallest || code > 0x10ffff || surrogate ? REPLACEMENT : code, length };
}

/** Lone surrogates replaced; `String.prototype.toWellFormed` is newer than the oldest language level built for. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}
