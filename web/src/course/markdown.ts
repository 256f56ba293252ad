// The Markdown of the course, read strictly: headings, paragraphs, lists, tables, code, formulas, pictures, links and folded
// answers. What it does not know throws with its line, so that a page says nothing that the studio would not show.
export type Inline =
  | { kind: 'text' | 'code' | 'math'; text: string }
  | { kind: 'strong' | 'emphasis'; parts: Inline[] }
  | { kind: 'link'; target: string; parts: Inline[] };

export type Block =
  | { kind: 'heading'; level: number; id: string; parts: Inline[] }
  | { kind: 'paragraph'; parts: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'code'; words: string; text: string }
  | { kind: 'formula'; text: string }
  | { kind: 'picture'; target: string; words: string }
  | { kind: 'answer'; summary: Inline[]; blocks: Block[] };

/** The anchor that GitHub gives a heading; the tests of the course make the same (tests/course/page.cpp). */
export function anchor_of(title: string): string {
  return title.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/ /g, '-').replace(/\s/g, '');
}

const INLINES: [RegExp, (found: RegExpExecArray) => Inline][] = [
  [/`([^`]+)`/y, ([, text]) => ({ kind: 'code', text: text! })],
  [/\$([^$]+)\$/y, ([, text]) => ({ kind: 'math', text: text! })],
  [/\*\*((?:[^*]|\*(?!\*))+)\*\*/y, ([, text]) => ({ kind: 'strong', parts: inlines(text!) })],
  [/\*([^*\s](?:[^*]*[^*\s])?)\*/y, ([, text]) => ({ kind: 'emphasis', parts: inlines(text!) })],
  [/\[([^\]]+)\]\(([^)\s]+)\)/y, ([, text, target]) => ({ kind: 'link', target: target!, parts: inlines(text!) })],
];
const MARKS = '`$*[<!\\';

export function inlines(text: string): Inline[] {
  const parts: Inline[] = [];
  let plain = '';
  for (let at = 0; at < text.length; ) {
    let found: RegExpExecArray | null = null;
    for (const [form, made] of MARKS.includes(text[at]!) ? INLINES : []) {
      form.lastIndex = at;
      found = form.exec(text);
      if (!found) continue;
      if (plain) parts.push({ kind: 'text', text: plain });
      plain = '';
      parts.push(made(found));
      break;
    }
    if (!found && /^(`|\$|\*\*|\[[^\]]*\]\(|<[a-zA-Z/!]|!\[|\\)/.test(text.slice(at))) throw new Error(`'${text.slice(at, at + 40)}' has no end, or is no part of the course's Markdown`);
    plain += found ? '' : text[at];
    at += found ? found[0].length : 1;
  }
  if (plain) parts.push({ kind: 'text', text: plain });
  return parts;
}

/** The cells of a line of a table; | within code or a formula parts nothing. */
function cells(line: string): Inline[][] {
  const within = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  const found = within.match(/(?:`[^`]*`|\$[^$]*\$|[^|`$])+/g) ?? [];
  return found.map((cell) => inlines(cell.trim()));
}

const STARTS = /^(#+ |```|\$\$|!\[|<|\||- |\d+\. )/;

class Reader {
  private at = 0;
  constructor(private readonly lines: string[]) {}

  blocks(end?: string): Block[] {
    const found: Block[] = [];
    for (; this.at < this.lines.length; ) {
      const line = this.lines[this.at]!;
      if (line === end) return found;
      if (line.trim() === '') this.at += 1;
      else found.push(this.told(() => this.block(line)));
    }
    if (end !== undefined) throw new Error(`${end} is missing`);
    return found;
  }

  private told<T>(read: () => T): T {
    const line = this.at + 1;
    try {
      return read();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      throw /^line \d/.test(text) ? error : new Error(`line ${line}: ${text}`);
    }
  }

  private block(line: string): Block {
    let found: RegExpExecArray | null;
    if ((found = /^(#{1,4}) (.+)$/.exec(line))) {
      this.at += 1;
      return { kind: 'heading', level: found[1]!.length, id: anchor_of(found[2]!), parts: inlines(found[2]!) };
    }
    if ((found = /^```(\S.*)$/.exec(line))) return { kind: 'code', words: found[1]!.trim(), text: this.until('```') };
    if (line === '$$') return { kind: 'formula', text: this.until('$$') };
    if ((found = /^\$\$(.+)\$\$$/.exec(line))) {
      this.at += 1;
      return { kind: 'formula', text: found[1]! };
    }
    if ((found = /^!\[(.+)\]\((\S+)\)$/.exec(line))) {
      this.at += 1;
      return { kind: 'picture', words: found[1]!, target: found[2]! };
    }
    if (line.startsWith('<details>')) return this.answer();
    if (line.startsWith('|')) return this.table();
    if (/^(- |\d+\. )/.test(line)) return this.list();
    if (STARTS.test(line)) throw new Error(`'${line.slice(0, 40)}' is no part of the course's Markdown`);
    return { kind: 'paragraph', parts: inlines(this.run((next) => !STARTS.test(next)).join(' ')) };
  }

  /** <details> and its <summary>, on one line or on two. */
  private answer(): Block {
    const opened = this.lines[this.at] === '<details>' ? this.lines[this.at] + (this.lines[++this.at] ?? '') : this.lines[this.at]!;
    const summary = /^<details><summary>(.+)<\/summary>$/.exec(opened);
    if (!summary) throw new Error("an answer begins with <details><summary>...</summary>");
    this.at += 1;
    const block: Block = { kind: 'answer', summary: inlines(summary[1]!), blocks: this.blocks('</details>') };
    this.at += 1;
    return block;
  }

  /** The lines up to the one that is `end`, which is passed. */
  private until(end: string): string {
    const from = this.at + 1;
    const to = this.lines.indexOf(end, from);
    if (to < 0) throw new Error(`${end} is missing`);
    this.at = to + 1;
    return this.lines.slice(from, to).join('\n');
  }

  private run(goes_on: (line: string) => boolean): string[] {
    const from = this.at++;
    while (this.at < this.lines.length && this.lines[this.at]!.trim() !== '' && goes_on(this.lines[this.at]!)) this.at += 1;
    return this.lines.slice(from, this.at);
  }

  private table(): Block {
    const [head, rule, ...rows] = this.run((line) => line.startsWith('|'));
    if (!rule || !/^\|( *:?-+:? *\|)+$/.test(rule)) throw new Error('the second line of a table is |---|');
    const block = { kind: 'table' as const, head: cells(head!), rows: rows.map(cells) };
    for (const row of block.rows) if (row.length !== block.head.length) throw new Error('a row of the table is not as long as its head');
    return block;
  }

  private list(): Block {
    const ordered = !this.lines[this.at]!.startsWith('- ');
    const mark = ordered ? /^\d+\. / : /^- /;
    const items: string[] = [];
    for (const line of this.run((next) => mark.test(next) || next.startsWith('  '))) {
      if (mark.test(line)) items.push(line.replace(mark, ''));
      else items[items.length - 1] += ` ${line.trim()}`;
    }
    return { kind: 'list', ordered, items: items.map(inlines) };
  }
}

export function parse(text: string): Block[] {
  return new Reader(text.split('\n')).blocks();
}

/** The words of it, without how they look. */
export function plain_text(parts: Inline[]): string {
  return parts.map((part) => ('parts' in part ? plain_text(part.parts) : part.text)).join('');
}
