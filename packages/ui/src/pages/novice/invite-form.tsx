import { useState } from 'react';
import { usePageState } from '../../connection/use-program.js';
import { Button } from '../../parts/button.js';
import { Choice, OnOff } from '../../parts/choice.js';
import { FailureText } from '../../parts/failure.js';
import { Icon } from '../../parts/icon.js';
import { Page } from '../../parts/page.js';
import { useCommand } from '../../parts/use-requested.js';
import { useText } from '../../text/use-text.js';

/** What an invitation is to be like. */
export function InviteForm() {
  const text = useText();
  const { settings } = usePageState();
  const [program, setProgram] = useState<'beside' | 'windows'>('beside');
  const [viewOnly, setViewOnly] = useState(false);
  const { run, failure } = useCommand();
  return (
    <Page heading={text.invite.heading} icon="ask" lead={text.invite.lead}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          run({ do: 'invite', for: program, viewOnly: viewOnly || !settings.mayBeControlled });
        }}
      >
        <Choice
          label={text.invite.whatTheyUse}
          value={program}
          onChange={setProgram}
          options={[
            { value: 'beside', name: text.invite.beside, text: text.invite.besideText },
            { value: 'windows', name: text.invite.windows, text: text.invite.windowsText },
          ]}
        />
        {settings.mayBeControlled ? (
          <OnOff isSelected={viewOnly} onChange={setViewOnly} text={text.invite.viewOnlyText}>
            {text.invite.viewOnly}
          </OnOff>
        ) : (
          <p className="note">
            <Icon name="eye" />
            <span>{text.invite.neverControlled}</span>
          </p>
        )}
        <div className="actions">
          <Button type="submit" kind="primary" icon="arrow">
            {text.invite.create}
          </Button>
          <span className="soft">{text.invite.goodFor(text.duration(settings.invitationLifetime))}</span>
        </div>
        <FailureText>{failure}</FailureText>
      </form>
    </Page>
  );
}
