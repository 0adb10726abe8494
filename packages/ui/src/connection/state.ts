import type { PageState } from 'beside/protocol';

/** How a page stands to the program. The state of the program stays on the page while it is reached again. */
export type Connection =
  | { readonly phase: 'opening' }
  | { readonly phase: 'open' | 'lost'; readonly state: PageState }
  /** The program is not there any more. */
  | { readonly phase: 'gone' }
  /** The program is there, and does not know this page: it was not opened by the program, or by an earlier run of it. */
  | { readonly phase: 'not-known' };

/** What changes it. */
export type Happening =
  | { readonly what: 'state'; readonly state: PageState }
  /** The connection broke; it is tried again. */
  | { readonly what: 'lost' }
  /** It was tried often enough. */
  | { readonly what: 'gave-up' }
  | { readonly what: 'retried' }
  | { readonly what: 'not-known' };

export const INITIAL: Connection = { phase: 'opening' };

/** How the page stands to the program after something happened. */
export function next(connection: Connection, happening: Happening): Connection {
  switch (happening.what) {
    case 'state':
      return { phase: 'open', state: happening.state };
    case 'lost':
      return 'state' in connection ? { phase: 'lost', state: connection.state } : connection;
    case 'gave-up':
      return { phase: 'gone' };
    case 'retried':
      return INITIAL;
    case 'not-known':
      return { phase: 'not-known' };
  }
}
