import koffi from 'koffi';
import { libc } from './libc.js';
import { type Arguments, Library, type NativeType, type Pointer } from './library.js';
import { CORE, DAMAGE, RANDR, type RequestTable, SHAPE, SHM, TEST, XFIXES, XINPUT } from './requests.js';

/** A table's requests as xcb exports them: with the connection in front. */
export type RequestFunctions<T extends RequestTable> = {
  readonly [N in keyof T]: (connection: Pointer, ...parameters: Arguments<T[N]>) => number;
};

/** An X extension as this process binds it. */
export interface ExtensionLibrary<T extends RequestTable> {
  readonly requests: RequestFunctions<T>;
  /** `xcb_extension_t`, which stands for the extension towards xcb. */
  readonly id: Pointer;
}

function requestFunctions<const T extends RequestTable>(library: Library, prefix: string, table: T): RequestFunctions<T> {
  const prototypes: Record<string, readonly [NativeType, ...NativeType[]]> = {};
  for (const [name, parameters] of Object.entries(table)) prototypes[name] = ['uint32', 'void *', ...parameters];
  return library.functions(prefix, prototypes) as unknown as RequestFunctions<T>;
}

function extension<const T extends RequestTable>(name: string, soname: string, debianPackage: string, table: T) {
  const library = new Library(soname, debianPackage);
  return { requests: requestFunctions(library, `xcb_${name}_`, table), id: library.symbol(`xcb_${name}_id`) };
}

function load() {
  const library = new Library('libxcb.so.1', 'libxcb1');
  const pointerOut = koffi.out(koffi.pointer('void *'));
  const connect = library.handle.func('xcb_connect', 'void *', ['str', koffi.out(koffi.pointer('int'))]);
  const parse = library.handle.func('xcb_parse_display', 'int', [
    'str',
    koffi.out(koffi.pointer('void *')),
    koffi.out(koffi.pointer('int')),
    koffi.out(koffi.pointer('int')),
  ]);
  const pollReply = library.handle.func('xcb_poll_for_reply', 'int', ['void *', 'uint32', pointerOut, pointerOut]);
  const waitReply = library.handle.func('xcb_wait_for_reply', 'void *', ['void *', 'uint32', pointerOut]);
  return {
    ...library.functions('xcb_', {
      connection_has_error: ['int32', 'void *'],
      disconnect: ['void', 'void *'],
      flush: ['int32', 'void *'],
      generate_id: ['uint32', 'void *'],
      get_setup: ['void *', 'void *'],
      get_file_descriptor: ['int32', 'void *'],
      get_maximum_request_length: ['uint32', 'void *'],
      get_extension_data: ['void *', 'void *', 'void *'],
      poll_for_event: ['void *', 'void *'],
    }),
    /** Connects on a thread of its own, since a server that does not answer would stop this one. */
    connect: (display: string | null) =>
      new Promise<{ connection: Pointer; screen: number }>((resolve, reject) => {
        const screen = [0];
        connect.async(display, screen, (error: unknown, connection: Pointer) => {
          if (error) reject(error);
          else resolve({ connection, screen: screen[0] ?? 0 });
        });
      }),
    /** A connection that was never there: xcb answers for it too, and does nothing. What closed ones are replaced by. */
    noConnection: (): Pointer => connect('no display', [0]),
    /** Where a display name points to; null: it is not a display name. */
    parse_display: (display: string | null): { host: string; display: number } | null => {
      const host: Out = [null];
      const number = [0];
      if (parse(display, host, number, [0]) === 0) return null;
      const text = host[0] ? koffi.decode.string(host[0]) : '';
      libc().free(host[0]);
      return { host: text, display: number[0] ?? 0 };
    },
    /** @returns undefined when there is nothing yet; else the reply, the error, or neither when the connection broke */
    poll_for_reply: (connection: Pointer, sequence: number): Answer | undefined => {
      const reply: Out = [null];
      const error: Out = [null];
      return pollReply(connection, sequence, reply, error) === 0 ? undefined : { reply: reply[0], error: error[0] };
    },
    /** The same, waiting. */
    wait_for_reply: (connection: Pointer, sequence: number): Answer => {
      const error: Out = [null];
      const reply = waitReply(connection, sequence, error) as Pointer | null;
      return { reply, error: error[0] };
    },
    core: requestFunctions(library, 'xcb_', CORE),
    shm: extension('shm', 'libxcb-shm.so.0', 'libxcb-shm0', SHM),
    damage: extension('damage', 'libxcb-damage.so.0', 'libxcb-damage0', DAMAGE),
    xfixes: extension('xfixes', 'libxcb-xfixes.so.0', 'libxcb-xfixes0', XFIXES),
    randr: extension('randr', 'libxcb-randr.so.0', 'libxcb-randr0', RANDR),
    test: extension('test', 'libxcb-xtest.so.0', 'libxcb-xtest0', TEST),
    xinput: extension('input', 'libxcb-xinput.so.0', 'libxcb-xinput0', XINPUT),
    shape: extension('shape', 'libxcb-shape.so.0', 'libxcb-shape0', SHAPE),
  };
}

type Out = [Pointer | null];

/** What a request came to; memory that the receiver frees. */
interface Answer {
  readonly reply: Pointer | null;
  readonly error: Pointer | null;
}

let loaded: ReturnType<typeof load> | undefined;

/**
 * The system's xcb.
 *
 * @throws DesktopError `missing-part` naming the library that is not there
 */
export function xcb(): ReturnType<typeof load> {
  loaded ??= load();
  return loaded;
}
