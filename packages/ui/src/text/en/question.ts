import { bytes } from './common.js';

/** What a novice is asked (and an expert, about a file). */
export const question = {
  consent: (name: string) => `${name} wants to see your screen`,
  control: (name: string) => `${name} wants to control your computer`,
  file: (name: string) => `${name} wants to send you a file`,
  unnamed: 'Somebody',
  who: 'Who',
  from: 'From',
  way: 'With',
  check: 'Check number',
  besideWay: 'Beside, over a secure connection',
  otherWay: 'Another program',
  checkText: 'Ask them on the phone to read theirs to you. If it is another number, say no: somebody is in between.',
  unverified: 'This helper’s program cannot be verified. Say yes only if you expect somebody right now.',
  nameText: 'That is what they call themselves. Make sure who it is.',
  seeText: 'They will see everything on your screen, as you do, until you stop it. They cannot press or type anything.',
  seeOnlyText: 'They will see everything on your screen, as you do, until you stop it. This invitation is for looking only.',
  practiceText: 'They will see the practice desktop, not anything of yours.',
  controlText:
    'They can then use your mouse and keyboard, and open what you can open. Watch what they do. Esc takes control back at once.',
  fileName: 'File',
  fileSize: 'Size',
  fileText: 'Take it only if you expect it. It is stored among your downloads and never opened by Beside.',
  size: bytes,
  yes: { consent: 'Yes, show my screen', control: 'Yes, let them control', file: 'Yes, take the file' },
  no: { consent: 'No', control: 'No, just look', file: 'No' },
  onTheScreen:
    'To say yes, answer in the window of Beside on your screen. A yes in a web page would not be safe: an expert could press it.',
  noByItself: (left: string) => `Without an answer it is no: ${left}`,
};
