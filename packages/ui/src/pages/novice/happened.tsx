import type { NoviceNotice } from 'beside/protocol';
import { useNow } from '../../parts/use-now.js';
import { useText } from '../../text/use-text.js';

/** What happened so far, newest first. */
export function Happened({ notices }: { readonly notices: readonly NoviceNotice[] }) {
  const text = useText();
  const now = useNow();
  if (notices.length === 0) return null;
  return (
    <section className="card" aria-labelledby="happened">
      <h2 id="happened">{text.session.happened}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <ol className="happened" tabIndex={0} aria-labelledby="happened">
        {notices.toReversed().map((notice) => (
          <li key={notice.id}>
            <time dateTime={new Date(notice.at).toISOString()}>{text.moment(notice.at, now)}</time>
            <span>{text.session.notice(notice)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
