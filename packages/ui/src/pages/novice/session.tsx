import type { NoviceState } from 'beside/protocol';
import { useEffect } from 'react';
import { usePageState, useProgram } from '../../connection/use-program.js';
import { Button } from '../../parts/button.js';
import { Chat } from '../../parts/chat.js';
import { FailureText } from '../../parts/failure.js';
import { Files } from '../../parts/files.js';
import { Page } from '../../parts/page.js';
import { QuestionDialog } from '../../parts/question-dialog.js';
import { useCommand } from '../../parts/use-requested.js';
import { checkNumberOf } from '../../text/format.js';
import { useText } from '../../text/use-text.js';
import { Happened } from './happened.js';
import { NotifyMe } from './notify-me.js';

/** Somebody sees the screen: who, what they may, and how to stop it. */
export function SessionPage({ novice }: { readonly novice: NoviceState }) {
  const text = useText();
  const { run, failure } = useCommand();
  const { share } = usePageState();
  const { controlling, paused, expert, question } = novice;
  const name = expert?.name ?? text.session.unnamed;
  useEscape(controlling && share.can && share.desktop === 'practice');
  const now = paused
    ? { heading: text.session.paused, text: text.session.pausedText(name), icon: 'pause', tone: 'calm' as const }
    : controlling
      ? { heading: text.session.controlling(name), text: text.session.controllingText, icon: 'pointer', tone: 'care' as const }
      : {
          heading: text.session.viewing(name),
          text: novice.viewOnly ? text.session.viewOnlyText : text.session.viewingText,
          icon: 'eye',
          tone: 'calm' as const,
        };
  return (
    <Page banner heading={now.heading} lead={now.text} icon={now.icon as 'eye'} tone={now.tone}>
      <div className="actions session-actions">
        {controlling && (
          <Button kind="primary" icon="stop" onPress={() => run({ do: 'stop-control', by: 'novice' })}>
            {text.session.stopControl}
          </Button>
        )}
        <Button icon={paused ? 'play' : 'pause'} onPress={() => run({ do: paused ? 'resume' : 'pause' })}>
          {paused ? text.session.resume : text.session.pause}
        </Button>
        <Button kind="danger" icon="end" onPress={() => run({ do: 'end', who: 'novice' })}>
          {text.session.end}
        </Button>
      </div>
      <FailureText>{failure}</FailureText>
      {expert && (
        <p className="soft">
          {text.session.from(expert.address)}
          {' · '}
          {expert.checkNumber === null ? text.session.unverified : text.session.verified(checkNumberOf(expert.checkNumber))}
        </p>
      )}
      <div className="two-columns">
        <Chat who="novice" name={name} chat={novice.chat} typing={novice.typing} wanted={novice.chatWanted} />
        <div className="stack">
          <Files who="novice" files={novice.files} />
          <NotifyMe />
          <Happened notices={novice.notices} />
        </div>
      </div>
      {question && <QuestionDialog key={question.id} who="novice" question={question} name={name} />}
    </Page>
  );
}

/** Takes control back by Esc, where no desktop of the novice's own could see that key. */
function useEscape(active: boolean): void {
  const program = useProgram();
  useEffect(() => {
    if (!active) return;
    const stop = ({ key }: KeyboardEvent) => {
      // Whoever pressed Stop a moment before was faster, which is as good.
      if (key === 'Escape') program.request({ do: 'stop-control', by: 'escape' }).catch(() => {});
    };
    // Before anything on the page can keep the key for itself.
    addEventListener('keydown', stop, { capture: true });
    return () => removeEventListener('keydown', stop, { capture: true });
  }, [active, program]);
}
