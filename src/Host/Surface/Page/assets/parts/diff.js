// A unified diff, a line each.
import { h } from '../dom.js';

const kindOf = line =>
  line.startsWith('+++') || line.startsWith('---') ? 'file' : line.startsWith('@@') ? 'place' : line.startsWith('+') ? 'more' : line.startsWith('-') ? 'less' : 'same';

/** The diff; it scrolls sideways in itself, never the page. */
export const diff = (text, label) => h('pre.diff', { tabindex: 0, role: 'region', 'aria-label': label },
  String(text).replace(/\n$/, '').split('\n').map(line => h(`span.diff__line.diff__line--${kindOf(line)}`, null, line === '' ? ' ' : line, '\n')));
