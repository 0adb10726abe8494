/**
 * Bounded reading and writing of bytes, and the handling of untrusted text.
 *
 * @packageDocumentation
 */
export { ProtocolError } from './error.js';
export { Rc4 } from './rc4.js';
export { Reader } from './reader.js';
export { fromUtf8, fromUtf16, utf8, utf16 } from './text.js';
export { displayable, displayableName, NAME_LIMIT } from './untrusted.js';
export { Writer } from './writer.js';
