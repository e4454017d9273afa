// The answer to the present state; the last one stays while the next is on its way.
import { useEffect, useState } from 'preact/hooks';

import { search, type Outcome } from './search.ts';
import { write, type State } from './state.ts';

const PAUSE_WHILE_TYPING = 120;

export interface Answer {
  readonly outcome: Outcome | null;
  readonly isStale: boolean;
  retry(): void;
}

export function useAnswer(state: State): Answer {
  const asked = write(state);
  const [answer, setAnswer] = useState<{ asked: string; outcome: Outcome } | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const stopping = new AbortController();
    const timer = setTimeout(() => {
      search(state, stopping.signal).then(
        (outcome) => setAnswer({ asked, outcome }),
        () => undefined, // the next question is already on its way
      );
    }, answer ? PAUSE_WHILE_TYPING : 0);
    return () => {
      clearTimeout(timer);
      stopping.abort();
    };
  }, [asked, tries]);
  const retry = () => setTries(tries + 1);
  return { outcome: answer?.outcome ?? null, isStale: answer?.asked !== asked, retry };
}
