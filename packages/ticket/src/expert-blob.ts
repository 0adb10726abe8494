import { ProtocolError, utf8 } from '@beside/bytes';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

/** What the expert says about itself before it is let in. */
export interface ExpertBlob {
  /** The expert's name, as sent; pass it through `displayableName` before anybody sees it. */
  readonly name: string;
  /** The proof of the password ({@link encryptPassStub}), of any length; undefined when none was sent. */
  readonly proof: Uint8Array | undefined;
}

/** Longest blob that is looked at, in UTF-16 units; one with a long name and a proof has about 400. */
const BLOB_LIMIT = 2048;
/** Most fields; NAME and PASS are all that is known. */
const FIELD_LIMIT = 8;

/**
 * The expert blob: fields `<count>;<KEY>=<VALUE>` one after the other, the count being that of `<KEY>=<VALUE>` in UTF-16 units.
 *
 * @param proof undefined: the invitation has nothing to prove
 */
export function formatExpertBlob(name: string, proof: Uint8Array | undefined): string {
  const fields = [`NAME=${name}`];
  if (proof !== undefined) fields.push(`PASS=${bytesToHex(proof).toUpperCase()}`);
  return fields.map((field) => `${field.length};${field}`).join('');
}

/**
 * Reads an expert blob.
 *
 * Windows counts UTF-16 units, FreeRDP the bytes of UTF-8. The two differ for names outside of ASCII; the count under which
 * the whole blob parses is the one that was meant.
 *
 * @throws ProtocolError at `expertBlob`
 */
export function parseExpertBlob(text: string): ExpertBlob {
  if (text.length > BLOB_LIMIT) throw new ProtocolError('expertBlob', `longer than ${BLOB_LIMIT} characters`);
  const fields = splitFields(text, takeUnits) ?? splitFields(text, takeUtf8);
  if (!fields) throw new ProtocolError('expertBlob', 'not a row of counted fields');
  const name = fields.get('NAME');
  if (name === undefined) throw new ProtocolError('expertBlob.NAME', 'missing');
  const proof = fields.get('PASS');
  if (proof !== undefined && !/^([0-9A-Fa-f]{2})*$/.test(proof)) throw new ProtocolError('expertBlob.PASS', 'not hexadecimal');
  return { name, proof: proof === undefined ? undefined : hexToBytes(proof) };
}

/** The end of the field that begins at `start` and is `count` long, or undefined when the text is shorter. */
type Take = (text: string, start: number, count: number) => number | undefined;

const takeUnits: Take = (text, start, count) => (start + count <= text.length ? start + count : undefined);

const takeUtf8: Take = (text, start, count) => {
  let at = start;
  for (let left = count; left > 0; ) {
    const character = text.codePointAt(at);
    if (character === undefined) return undefined;
    const one = String.fromCodePoint(character);
    left -= utf8(one).length;
    if (left < 0) return undefined;
    at += one.length;
  }
  return at;
};

/** The fields by key, or undefined when the counts do not lead exactly from field to field to the end. */
function splitFields(text: string, take: Take): Map<string, string> | undefined {
  const fields = new Map<string, string>();
  for (let at = 0; at < text.length; ) {
    const counted = /^([0-9]{1,5});/.exec(text.slice(at, at + 6));
    if (!counted || fields.size === FIELD_LIMIT) return undefined;
    const start = at + counted[0].length;
    const end = take(text, start, Number(counted[1]));
    if (end === undefined) return undefined;
    const field = text.slice(start, end);
    const equals = field.indexOf('=');
    if (equals < 1) return undefined;
    fields.set(field.slice(0, equals), field.slice(equals + 1));
    at = end;
  }
  return fields.size > 0 ? fields : undefined;
}
