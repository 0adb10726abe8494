/** What the address that the program opened says behind its `#`. */
export interface Arrival {
  /** To be traded once for a bearer. */
  readonly token: string | null;
  /** Where the program wants this page to begin. */
  readonly place: string | null;
}

/** Reads the fragment of the address; both are null for a page of the history or a bookmark. */
export function readFragment(fragment: string): Arrival {
  const said = new URLSearchParams(fragment.replace(/^#/, ''));
  return { token: said.get('token'), place: said.get('place') };
}
