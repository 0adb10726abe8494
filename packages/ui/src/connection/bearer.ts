import type { BearerReply, BearerRequest } from 'beside/protocol';

/** Where a tab keeps what shows that it is one of the program's pages. Not a cookie: those ignore ports. */
const KEY = 'beside-bearer';

/**
 * What this tab shows the program with every request: got for the token, or kept from before a reload.
 *
 * @returns null when there is none, or the program takes the token no more
 * @throws TypeError when the program does not answer
 */
export async function obtainBearer(token: string | null): Promise<string | null> {
  if (token === null) return sessionStorage.getItem(KEY);
  const body: BearerRequest = { token };
  const response = await fetch('/bearer', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  // A token is used once: a tab that is opened by it again still has what it got for it.
  if (!response.ok) return sessionStorage.getItem(KEY);
  const { bearer } = (await response.json()) as BearerReply;
  sessionStorage.setItem(KEY, bearer);
  return bearer;
}

/** Forgets a bearer that the program does not know. */
export function forgetBearer(): void {
  sessionStorage.removeItem(KEY);
}
