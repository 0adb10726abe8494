import { type FormEvent, useEffect, useRef, useState } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text as Description } from 'react-aria-components/Text';
import { TextField } from 'react-aria-components/TextField';
import { RequestError } from '../../connection/program.js';
import { usePageState, useProgram } from '../../connection/use-program.js';
import { go } from '../../connection/use-route.js';
import { Button } from '../../parts/button.js';
import { FailureText } from '../../parts/failure.js';
import { Page } from '../../parts/page.js';
import { useFailureWords } from '../../parts/use-requested.js';
import { useText } from '../../text/use-text.js';
import type { Chosen } from './chosen.js';
import { InvitationField } from './invitation-field.js';

/** Failures that are said beside the password. */
const OF_PASSWORD = ['wrong-password', 'password-needed'];

/** Opening somebody's invitation: nothing is sent to anybody before the password fits. */
export function HelpPage({ chosen }: { readonly chosen: Chosen }) {
  const text = useText();
  const program = useProgram();
  const words = useFailureWords();
  const { given } = usePageState();
  const [ownChoice, setOwnChoice] = useState(false);
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ readonly ofPassword: boolean; readonly message: string } | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const { current } = chosen;
  // What was pressed or typed into to choose it is gone then; the password comes next.
  useEffect(() => {
    if (current) field.current?.focus();
  }, [current]);
  const invitation = current?.invitation ?? (given && !ownChoice ? { given: true as const } : null);

  const fail = (ofPassword: boolean, message: string) => {
    setFailure({ ofPassword, message });
    if (ofPassword) field.current?.focus();
  };
  const open = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (!invitation) return fail(false, text.help.needInvitation);
    setBusy(true);
    setFailure(null);
    try {
      const result = await program.request({ do: 'open', invitation, password });
      chosen.clear();
      if (result && 'opened' in result) go({ page: 'expert', id: result.opened });
    } catch (error) {
      setBusy(false);
      fail(error instanceof RequestError && OF_PASSWORD.includes(error.code), words(error, text.help.failures));
    }
  };
  return (
    <Page heading={text.help.heading} icon="help" lead={text.help.lead}>
      <form className="stack" onSubmit={(event) => void open(event)} noValidate>
        <InvitationField
          chosen={chosen}
          given={ownChoice ? null : (given?.name ?? null)}
          onOther={() => {
            setOwnChoice(true);
            setFailure(null);
            chosen.clear();
          }}
        />
        <section className="card">
          <TextField
            className="field password-field"
            value={password}
            onChange={(value) => {
              setPassword(value);
              setFailure(null);
            }}
            isInvalid={failure?.ofPassword === true}
            autoComplete="off"
            spellCheck="false"
            validationBehavior="aria"
          >
            <Label className="field-label">{text.help.password}</Label>
            <Input ref={field} className="mono" autoCapitalize="characters" />
            <Description slot="description" className="soft small">
              {text.help.passwordText}
            </Description>
            <FieldError className="field-error">{failure?.message}</FieldError>
          </TextField>
        </section>
        <div className="actions">
          <Button type="submit" kind="primary" icon="arrow">
            {busy ? text.help.opening : text.help.open}
          </Button>
        </div>
        <FailureText>{failure && !failure.ofPassword ? failure.message : null}</FailureText>
      </form>
    </Page>
  );
}
