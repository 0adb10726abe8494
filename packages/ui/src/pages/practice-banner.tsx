import { useState } from 'react';
import { usePageState, useProgram } from '../connection/use-program.js';
import { Button } from '../parts/button.js';
import { FailureText } from '../parts/failure.js';
import { Icon } from '../parts/icon.js';
import { useFailureWords } from '../parts/use-requested.js';
import { useText } from '../text/use-text.js';

/** Says that a drawn desktop is shared, and opens the other side of the session, so that one person can try both. */
export function PracticeBanner() {
  const text = useText();
  const program = useProgram();
  const words = useFailureWords();
  const { share, novice } = usePageState();
  const [blocked, setBlocked] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  if (!share.can || share.desktop !== 'practice') return null;
  const open = async () => {
    setFailure(null);
    setBlocked(null);
    try {
      const result = await program.request({ do: 'practice-expert' });
      if (result && 'address' in result && !window.open(result.address)) setBlocked(result.address);
    } catch (error) {
      setFailure(words(error));
    }
  };
  const canOpen = novice?.phase === 'waiting' && novice.invitation?.for === 'beside';
  return (
    <section className="strip brand" aria-label={text.practiceLabel}>
      <Icon name="practice" />
      <div>
        <p>{text.practice}</p>
        {blocked !== null && (
          <p className="small">
            {text.expertPageBlocked} <a href={blocked}>{blocked}</a>
          </p>
        )}
        <FailureText>{failure}</FailureText>
      </div>
      {canOpen && (
        <Button icon="screen" onPress={() => void open()}>
          {text.openExpertPage}
        </Button>
      )}
    </section>
  );
}
