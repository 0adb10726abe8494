import type { ChatLine } from 'beside/protocol';
import { useState } from 'react';

/** How many of their messages came while the chat was closed. */
export function useUnread(chat: readonly ChatLine[], open: boolean): number {
  const [seen, setSeen] = useState(0);
  const last = chat.at(-1)?.id ?? 0;
  if (open && seen < last) setSeen(last);
  return open ? 0 : chat.filter(({ id, from }) => from === 'them' && id > seen).length;
}
