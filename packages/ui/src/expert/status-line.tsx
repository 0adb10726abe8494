import type { ExpertState } from 'beside/protocol';
import { Icon, type IconName } from '../parts/icon.js';
import { useNow } from '../parts/use-now.js';
import type { Text } from '../text/text.js';
import { useText } from '../text/use-text.js';
import { askAgainAt, viewOnly } from './control-request.js';

/** What is so just now, in one line below the picture; changes are told to screen readers elsewhere. */
export function StatusLine({ session, lost, keysThere }: StatusLineProps) {
  const text = useText();
  const now = useNow();
  const [icon, words] = lost ? (['warning', text.lost] as const) : statusOf(session, keysThere, now, text);
  return (
    <footer className={`session-status ${session.control}`}>
      <Icon name={icon} />
      <span>{words}</span>
      {session.typing && <span className="typing-hint">{text.session.typing(session.novice ?? text.expert.them)}</span>}
    </footer>
  );
}

interface StatusLineProps {
  readonly session: ExpertState;
  readonly lost: boolean;
  /** The keyboard goes to the other computer. */
  readonly keysThere: boolean;
}

function statusOf(session: ExpertState, keysThere: boolean, now: number, { expert }: Text): readonly [IconName, string] {
  if (session.paused) return ['pause', expert.paused];
  if (session.control === 'controlling') return ['pointer', keysThere ? expert.controllingThere : expert.controllingHere];
  const last = session.notices.at(-1);
  const words = last && last.what !== 'viewing' ? expert.notice(last) : expert.viewing(session.novice);
  if (session.control === 'asked') return ['clock', words];
  if (viewOnly(session.notices)) return ['eye', expert.viewOnly];
  const wait = askAgainAt(session.notices) - now;
  return ['eye', wait > 0 ? `${words} ${expert.askAgainIn(Math.ceil(wait / 1000))}` : words];
}
