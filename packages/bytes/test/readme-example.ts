import { displayableName, fromUtf16, Reader, utf16, Writer } from '@beside/bytes';

const name = utf16('Anna\u202e');
export const message = new Writer().u16(name.length).bytes(name).finish();

/** Throws a ProtocolError with the path "hello.name" when the message ends too early. */
export function nameIn(bytes: Uint8Array): string {
  const reader = new Reader(bytes, 'hello');
  const text = fromUtf16(reader.take(reader.u16('nameLength'), 'name'));
  reader.end();
  return displayableName(text); // "Anna", without the character that turns the text after it around
}
