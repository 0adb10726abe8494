import { useNow } from '../../parts/use-now.js';
import { useText } from '../../text/use-text.js';

/** How long something is good for: it ticks for the eye, and screen readers read it when they come to it. */
export function TimeLeft({ until }: { readonly until: number }) {
  const text = useText();
  const now = useNow();
  return (
    <span role="timer" aria-live="off">
      {text.timeLeft(until - now)}
    </span>
  );
}
