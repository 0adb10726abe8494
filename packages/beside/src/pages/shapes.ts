import { ProtocolError } from '@beside/bytes';

/**
 * Checks one value of a page's JSON and gives it back, typed.
 *
 * @param path where it stands, outermost field first; for the error
 * @throws ProtocolError when it is anything else
 */
export type Shape<T> = (value: unknown, path: string) => T;

/** A shape for every field of an object. */
export type Fields<T> = { readonly [K in keyof T]-?: Shape<T[K]> };

/** An object with exactly these fields. */
export function object<T extends object>(fields: Fields<T>): Shape<T> {
  const names = Object.keys(fields) as (keyof T & string)[];
  return (value, path) => {
    const record = requireRecord(value, path);
    for (const name of Object.keys(record)) {
      // The name itself is not repeated: it may be anything, of any length.
      if (!Object.hasOwn(fields, name)) throw new ProtocolError(path, 'a field that does not belong there');
    }
    const read: Partial<T> = {};
    for (const name of names) read[name] = fields[name](own(record, name), `${path}.${name}`);
    return read as T;
  };
}

/** A JSON object, whatever it has. */
export function requireRecord(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ProtocolError(path, 'not an object');
  return value as Readonly<Record<string, unknown>>;
}

/** A field of its own; what objects inherit does not count. */
export function own(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** A text of at most `limit` UTF-16 code units that fits `pattern`. */
export function text(limit: number, pattern?: RegExp): Shape<string> {
  return (value, path) => {
    if (typeof value !== 'string') throw new ProtocolError(path, 'not a text');
    if (value.length > limit) throw new ProtocolError(path, `longer than ${limit} characters`);
    if (pattern && !pattern.test(value)) throw new ProtocolError(path, 'not of the form it has to have');
    return value;
  };
}

/** A whole number of this range, both ends included. */
export function integer(from: number, to: number): Shape<number> {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) throw new ProtocolError(path, 'not a whole number');
    if (value < from || value > to) throw new ProtocolError(path, `not from ${from} to ${to}`);
    return value;
  };
}

export const flag: Shape<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new ProtocolError(path, 'neither true nor false');
  return value;
};

/** One of a few words. */
export function oneOf<const T extends string | true>(...words: readonly T[]): Shape<T> {
  return (value, path) => {
    const found = words.find((word) => word === value);
    if (found === undefined) throw new ProtocolError(path, `not one of ${words.join(', ')}`);
    return found;
  };
}

/** A list of at most `limit` of something. */
export function list<T>(limit: number, of: Shape<T>): Shape<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new ProtocolError(path, 'not a list');
    if (value.length > limit) throw new ProtocolError(path, `more than ${limit}`);
    return value.map((item, index) => of(item, `${path}.${index}`));
  };
}

/**
 * A whole message.
 *
 * @param name of the message, for the error
 * @throws ProtocolError when it is no JSON either
 */
export function readJson<T>(json: string, name: string, shape: Shape<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    // V8's words repeat what it read, which may be a password.
    if (!(error instanceof SyntaxError)) throw error;
    throw new ProtocolError(name, 'not JSON');
  }
  return shape(value, name);
}
