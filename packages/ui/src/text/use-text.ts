import { createContext, useContext } from 'react';
import { en } from './en.js';
import { languageOf } from './language.js';
import type { Text } from './text.js';

/** Every language that the pages have, by its tag. */
const LANGUAGES: Readonly<Record<string, Text>> = { en };

/** The language of this browser's person among those there are; and its tag. */
export const language = languageOf(navigator.languages, Object.keys(LANGUAGES));

const TextContext = createContext<Text>(LANGUAGES[language] ?? en);

/** All sentences, in the language of this browser's person. */
export function useText(): Text {
  return useContext(TextContext);
}
