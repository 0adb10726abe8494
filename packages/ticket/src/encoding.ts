import { fromUtf8, fromUtf16 } from '@beside/bytes';

/**
 * Text of an invitation file, whatever it was saved as: UTF-8 or UTF-16 of either byte order, with or without a byte
 * order mark.
 *
 * The XML declaration is not asked: type 1 files say `encoding="Unicode"`, which no registry knows, over UTF-16 as well
 * as over plain ASCII. Without a mark, a NUL as one of the first two bytes tells UTF-16, since every form of an
 * invitation begins with an ASCII character. Bytes that are no text become U+FFFD; NULs at the end, which some programs
 * leave there, are dropped.
 */
export function decodeText(bytes: Uint8Array): string {
  return decode(bytes).replace(/\0+$/, '');
}

function decode(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return fromUtf16(bytes.subarray(2));
  if (first === 0xfe && second === 0xff) return fromUtf16(swapped(bytes.subarray(2)));
  if (first === 0xef && second === 0xbb && third === 0xbf) return fromUtf8(bytes.subarray(3));
  if (first !== 0 && second === 0) return fromUtf16(bytes);
  if (first === 0 && second !== 0 && second !== undefined) return fromUtf16(swapped(bytes));
  return fromUtf8(bytes);
}

/** UTF-16 units in the other byte order, as a copy. */
function swapped(bytes: Uint8Array): Uint8Array {
  const turned = new Uint8Array(bytes.length & ~1);
  for (let i = 0; i < turned.length; i += 2) {
    turned[i] = bytes[i + 1]!;
    turned[i + 1] = bytes[i]!;
  }
  return turned;
}
