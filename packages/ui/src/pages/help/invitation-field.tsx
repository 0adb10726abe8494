import { useRef } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text as Description } from 'react-aria-components/Text';
import { TextField } from 'react-aria-components/TextField';
import { Button } from '../../parts/button.js';
import { FailureText } from '../../parts/failure.js';
import { Icon } from '../../parts/icon.js';
import { useText } from '../../text/use-text.js';
import type { Chosen } from './chosen.js';

export interface InvitationFieldProps {
  readonly chosen: Chosen;
  /** Name of the invitation that the program was started with. */
  readonly given: string | null;
  /** Another one than the chosen or given one is wanted. */
  readonly onOther: () => void;
}

/** The invitation that is to be opened, or the ways to choose one. */
export function InvitationField({ chosen, given, onOther }: InvitationFieldProps) {
  const text = useText();
  const { current, problem } = chosen;
  const heading = useRef<HTMLHeadingElement>(null);
  const other = () => {
    // The button that was pressed goes; the ways to choose come below the heading.
    heading.current?.focus();
    onOther();
  };
  const problems = { 'too-large': text.help.tooLarge, unreadable: text.help.unreadable, 'not-a-link': text.help.notALink };
  const name = current
    ? current.name === null
      ? text.help.chosenLink
      : text.help.chosenFile(current.name)
    : given && text.help.given(given);
  return (
    <section className={`card invitation-field ${name === null ? '' : 'chosen'}`} aria-labelledby="invitation">
      <h2 id="invitation" ref={heading} tabIndex={-1}>
        {text.help.invitation}
      </h2>
      <div role="status">
        {name !== null && (
          <p className="chosen-name">
            <Icon name="check" />
            <b>{name}</b>
          </p>
        )}
      </div>
      {name !== null ? (
        <Button icon="cross" onPress={other}>
          {text.help.change}
        </Button>
      ) : (
        <>
          <div className="drop-zone">
            <Icon name="file" />
            <span>{text.help.drop}</span>
            <span className="soft">{text.help.or}</span>
            <FileTrigger
              onSelect={(files) => {
                const file = files?.[0];
                if (file) chosen.choose(file);
              }}
            >
              <Button>{text.help.choose}</Button>
            </FileTrigger>
          </div>
          <TextField className="field" value="" onChange={chosen.paste} autoComplete="off" spellCheck="false">
            <Label className="field-label">{text.help.link}</Label>
            <Input className="mono" />
            <Description slot="description" className="soft small">
              {text.help.linkText}
            </Description>
          </TextField>
        </>
      )}
      <FailureText>{problem && problems[problem]}</FailureText>
    </section>
  );
}
