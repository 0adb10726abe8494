import type { NoviceState } from 'beside/protocol';
import { usePageState, useProgram } from '../../connection/use-program.js';
import { go } from '../../connection/use-route.js';
import { Button } from '../../parts/button.js';
import { FailureText } from '../../parts/failure.js';
import { Page } from '../../parts/page.js';
import { useCommand } from '../../parts/use-requested.js';
import { useText } from '../../text/use-text.js';
import { endText } from './end-text.js';
import { Happened } from './happened.js';

/** How it ended, and what can be done next. */
export function EndedPage({ novice }: { readonly novice: NoviceState }) {
  const text = useText();
  const program = useProgram();
  const { share } = usePageState();
  const { run, failure } = useCommand();
  const { heading, text: sentence } = endText(novice, text.ended);
  const toStart = () => {
    go({ page: 'home' });
    // Put away already, in another tab: as it should be.
    program.request({ do: 'dismiss', who: 'novice' }).catch(() => {});
  };
  return (
    <Page heading={heading} lead={sentence} icon={novice.closed === 'failed' || novice.closed === 'void' ? 'warning' : 'check'}>
      {novice.failure && <p className="note">{novice.failure.message}</p>}
      <div className="actions">
        {share.can && (
          <Button kind="primary" icon="arrow" onPress={() => run({ do: 'dismiss', who: 'novice' })}>
            {text.ended.again}
          </Button>
        )}
        <Button icon="back" onPress={toStart}>
          {text.back}
        </Button>
      </div>
      <FailureText>{failure}</FailureText>
      <Happened notices={novice.notices} />
    </Page>
  );
}
