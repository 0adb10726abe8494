import koffi, { type LibraryHandle } from 'koffi';
import { DesktopError } from '../../desktop.js';

/** An address in native memory; koffi gives null for C's NULL. */
export type Pointer = bigint;

/** The types that the bindings here use, by the name koffi knows them under, and what they are in TypeScript. */
interface NativeTypes {
  readonly void: undefined;
  readonly uint8: number;
  readonly uint16: number;
  readonly uint32: number;
  readonly int16: number;
  readonly int32: number;
  readonly int64: number | bigint;
  readonly size_t: number;
  readonly str: string | null;
  /** An address, or a typed array whose bytes C reads or writes during the call and never after it. */
  readonly 'void *': Pointer | ArrayBufferView | null;
}

export type NativeType = keyof NativeTypes;

/** Of each function its result and its parameters, so that a call is checked by the compiler and not only by the crash. */
export type Prototypes = Readonly<Record<string, readonly [result: NativeType, ...parameters: NativeType[]]>>;

export type Arguments<P extends readonly NativeType[]> = { readonly [I in keyof P]: NativeTypes[P[I]] };
type Result<T extends NativeType> = T extends 'void *' ? Pointer | null : NativeTypes[T];
export type Functions<P extends Prototypes> = {
  readonly [N in keyof P]: P[N] extends readonly [infer R extends NativeType, ...infer A extends readonly NativeType[]]
    ? (...parameters: Arguments<A>) => Result<R>
    : never;
};

/** A shared library of the system. */
export class Library {
  readonly #handle: LibraryHandle;

  /**
   * @param soname with its major version ("libxcb.so.1"), so that no development package is needed; null: what is linked into this process (libc)
   * @param debianPackage the package to name when it is missing
   * @throws DesktopError `missing-part`
   */
  constructor(soname: string | null, debianPackage: string) {
    try {
      this.#handle = koffi.load(soname);
    } catch (cause) {
      throw new DesktopError(
        'missing-part',
        `The library ${soname} is needed and could not be loaded. Install it; on Debian and Ubuntu: apt-get install ${debianPackage}`,
        { cause },
      );
    }
  }

  /** Binds functions, each under the name that it has in the library once `prefix` is put in front. */
  functions<const P extends Prototypes>(prefix: string, prototypes: P): Functions<P> {
    const bound: Record<string, unknown> = {};
    for (const [name, [result, ...parameters]] of Object.entries(prototypes)) {
      bound[name] = this.#handle.func(prefix + name, result, parameters);
    }
    return bound as Functions<P>;
  }

  /** Address of an exported variable. */
  symbol(name: string): Pointer {
    return this.#handle.symbol(name) as Pointer;
  }

  /** The library itself, for the few functions with out-parameters or asynchronous use that {@link functions} has no words for. */
  get handle(): LibraryHandle {
    return this.#handle;
  }
}
