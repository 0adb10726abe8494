import type { Command } from 'beside/protocol';
import { type ReactNode, useState } from 'react';
import { useProgram } from '../../connection/use-program.js';
import { announce } from '../../parts/announce.js';
import { Confirm } from '../../parts/confirm.js';
import { FailureText } from '../../parts/failure.js';
import type { IconName } from '../../parts/icon.js';
import { Page } from '../../parts/page.js';
import { type Requested, useFailureWords } from '../../parts/use-requested.js';
import { useText } from '../../text/use-text.js';
import { Back } from './back.js';

interface RecordsPageProps {
  readonly heading: string;
  readonly lead: string;
  readonly icon: IconName;
  /** There is something to forget. */
  readonly some: boolean;
  /** The button that takes all of it away, the question before that, and the answer that does it. */
  readonly forget: { readonly label: string; readonly question: string; readonly yes: string };
  readonly what: Extract<Command, { do: 'forget' }>['what'];
  readonly onForgotten: () => void;
  readonly children: ReactNode;
}

/** Something that is kept on this computer, and how to take it away. */
export function RecordsPage({ heading, lead, icon, some, forget, what, onForgotten, children }: RecordsPageProps) {
  const text = useText();
  const program = useProgram();
  const words = useFailureWords();
  const [failure, setFailure] = useState<string | null>(null);
  const forgetAll = async () => {
    setFailure(null);
    try {
      await program.request({ do: 'forget', what });
      announce(text.records.deleted);
      onForgotten();
    } catch (error) {
      setFailure(words(error));
    }
  };
  return (
    <Page heading={heading} icon={icon} lead={lead}>
      <div className="card">{children}</div>
      <div className="actions">
        {some && <Confirm icon="trash" {...forget} onYes={() => void forgetAll()} />}
        <Back />
      </div>
      <FailureText>{failure}</FailureText>
    </Page>
  );
}

interface RecordsListProps {
  readonly requested: Requested;
  /** Why there are none. */
  readonly none: string;
  /** One row each. */
  readonly rows: readonly ReactNode[];
}

/** What the program told of it, or that it has not yet, or why it cannot. */
export function RecordsList({ requested, none, rows }: RecordsListProps) {
  const text = useText();
  if (requested.stage === 'waiting') return <p className="soft">{text.records.loading}</p>;
  if (requested.stage === 'failed') return <FailureText>{requested.message}</FailureText>;
  if (rows.length === 0) return <p className="soft">{none}</p>;
  return <ul className="plain-list">{rows}</ul>;
}
