import { expertText } from '../expert/text-en.js';
import { common } from './en/common.js';
import { ended } from './en/ended.js';
import { gone } from './en/gone.js';
import { help } from './en/help.js';
import { home } from './en/home.js';
import { invite } from './en/invite.js';
import { logLine } from './en/log-line.js';
import { phoneticWord } from './en/phonetic.js';
import { question } from './en/question.js';
import { records } from './en/records.js';
import { session } from './en/session.js';
import { settings } from './en/settings.js';

/**
 * Everything that the pages say, in English, a section a page. A sentence that depends on something is a function of it;
 * another language is another object of this shape (`Text`).
 */
export const en = {
  ...common,
  gone,
  home,
  invite,
  question,
  session,
  ended,
  help,
  settings,
  records,
  logLine,
  phoneticWord,
  expert: expertText,
};
