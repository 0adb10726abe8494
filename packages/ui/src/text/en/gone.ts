/** Pages that are shown without contact to the program. */
export const gone = {
  gone: {
    heading: 'Beside was closed on this computer',
    text: 'Nobody sees your screen, and nobody controls this computer. An invitation that was open is void.',
    next: 'To use Beside again, start it as you did before. It opens a new page; this one can be closed.',
    retry: 'Try again',
  },
  notKnown: {
    heading: 'This page is no longer connected to Beside',
    text: 'Beside opens its pages with a key that is good for one browser tab and for as long as it runs. This page has none.',
    next: 'If Beside is running, go to the tab that it opened. Otherwise start Beside again: it opens a new page, and this one can be closed.',
  },
};
