import { useState } from 'react';
import { useProgram } from '../../connection/use-program.js';
import { announce } from '../../parts/announce.js';
import { Button } from '../../parts/button.js';
import { FailureText } from '../../parts/failure.js';
import { useFailureWords } from '../../parts/use-requested.js';
import { useText } from '../../text/use-text.js';

/** Saves the invitation's file where the browser saves things. */
export function SaveInvitation({ name }: { readonly name: string }) {
  const text = useText();
  const program = useProgram();
  const words = useFailureWords();
  const [saved, setSaved] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const save = async () => {
    setFailure(null);
    try {
      download(await program.invitationFile(), name);
      setSaved(true);
      announce(text.invite.saved(name));
    } catch (error) {
      setFailure(words(error));
    }
  };
  return (
    <span className="with-result">
      <Button icon={saved ? 'check' : 'save'} kind="primary" onPress={() => void save()}>
        {text.invite.saveFile}
      </Button>
      {saved && <span className="result">{text.invite.saved(name)}</span>}
      <FailureText>{failure}</FailureText>
    </span>
  );
}

/** By a link that is pressed for the person: a request with a header cannot be one. */
function download(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: the browser reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
