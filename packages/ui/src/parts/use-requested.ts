import type { Command, ReplyResult } from 'beside/protocol';
import { useCallback, useEffect, useState } from 'react';
import { RequestError } from '../connection/program.js';
import { useProgram } from '../connection/use-program.js';
import { useText } from '../text/use-text.js';

/** What a page asks for when it comes. */
export type Requested =
  | { readonly stage: 'waiting' }
  | { readonly stage: 'there'; readonly result: ReplyResult | undefined }
  | { readonly stage: 'failed'; readonly code: string; readonly message: string };

/**
 * Asks the program once the component is there.
 *
 * @param command asked again when it becomes another one
 * @returns what came of it, and how to ask again
 */
export function useRequested(command: Command): readonly [Requested, () => void] {
  const program = useProgram();
  const words = useFailureWords();
  const [requested, setRequested] = useState<Requested>({ stage: 'waiting' });
  const key = JSON.stringify(command);
  const ask = useCallback(() => {
    let wanted = true;
    const set = (next: Requested) => wanted && setRequested(next);
    program.request(JSON.parse(key) as Command).then(
      (result) => set({ stage: 'there', result }),
      (error: unknown) =>
        set({ stage: 'failed', code: error instanceof RequestError ? error.code : 'fault', message: words(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [program, key, words]);
  useEffect(ask, [ask]);
  return [requested, ask];
}

/** What is said about something that the program did not do. */
export function useFailureWords(): (error: unknown, own?: Readonly<Record<string, string>>) => string {
  const text = useText();
  return useCallback(
    (error, own) => {
      if (!(error instanceof RequestError)) return text.failed(String(error));
      return own?.[error.code] ?? text.failures[error.code] ?? error.message;
    },
    [text],
  );
}

/** Gives commands, and keeps what is to be said when one is not done. */
export function useCommand(): { readonly run: (command: Command) => void; readonly failure: string | null } {
  const program = useProgram();
  const words = useFailureWords();
  const [failure, setFailure] = useState<string | null>(null);
  const run = useCallback(
    (command: Command) => {
      setFailure(null);
      program.request(command).catch((error: unknown) => setFailure(words(error)));
    },
    [program, words],
  );
  return { run, failure };
}
