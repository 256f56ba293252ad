// Every page of the course is Markdown that the studio knows, and every formula is one that KaTeX sets.
import { readFileSync, readdirSync } from 'node:fs';
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { anchor_of, inlines, parse, plain_text, type Block, type Inline } from '../src/course/markdown';
import { NAMES, picture_of } from '../src/course/pages';
import { address_of } from '../src/course/reading.svelte';

const FOLDER = new URL('../../docs/course/', import.meta.url);
const files = ['en', 'fr'].flatMap((tongue) => readdirSync(new URL(`${tongue}/`, FOLDER)).filter((name) => name.endsWith('.md')).map((name) => `${tongue}/${name}`));
const text = (file: string) => readFileSync(new URL(file, FOLDER), 'utf8');

const lines = (block: Block): Inline[][] => {
  switch (block.kind) {
    case 'heading': case 'paragraph': return [block.parts];
    case 'list': return block.items;
    case 'table': return [...block.head, ...block.rows.flat()];
    case 'answer': return [block.summary, ...block.blocks.flatMap(lines)];
    default: return [];
  }
};
const within = (parts: Inline[]): Inline[] => parts.flatMap((part) => [part, ...('parts' in part ? within(part.parts) : [])]);
const all = (blocks: Block[]): Block[] => blocks.flatMap((block) => [block, ...(block.kind === 'answer' ? all(block.blocks) : [])]);

describe.each(files)('docs/course/%s', (file) => {
  const blocks = parse(text(file));
  const parts = blocks.flatMap(lines).flatMap(within);

  it('has formulas that KaTeX sets', () => {
    const formulas: [string, boolean][] = [...parts.flatMap((part) => (part.kind === 'math' ? [[part.text, false] as [string, boolean]] : [])), ...all(blocks).flatMap((block) => (block.kind === 'formula' ? [[block.text, true] as [string, boolean]] : []))];
    for (const [tex, displayMode] of formulas) expect(() => katex.renderToString(tex, { displayMode, throwOnError: true, strict: 'error' }), tex).not.toThrow();
  });
  it('has links that lead to headings, and pictures that the studio has', () => {
    for (const part of parts) {
      if (part.kind !== 'link' || /^(https:\/\/|\.\.\/)/.test(part.target)) continue; // a guide is named, not linked, in the studio
      const address = address_of(part.target, /([^/]+)\.md$/.exec(file)![1]!);
      expect(address, part.target).not.toBeNull();
      const page = parse(text(`${file.slice(0, 2)}/${new URLSearchParams(address!.split('#')[0]).get('page')}.md`));
      const hash = address!.split('#')[1];
      if (hash) expect(page.some((block) => block.kind === 'heading' && block.id === hash), part.target).toBe(true);
    }
    for (const block of all(blocks)) if (block.kind === 'picture') expect(picture_of(block.target), block.target).not.toBeNull();
  });
  it('begins with its title', () => expect(blocks[0]).toMatchObject({ kind: 'heading', level: 1 }));
});

describe('the pages', () => {
  it('are those of the folder, in order', () => expect(NAMES).toEqual(files.filter((file) => /^en\/\d/.test(file)).map((file) => file.slice(3, -3)).sort()));
});

describe('the Markdown of the course', () => {
  it('reads every part', () => {
    expect(parse('# A *b*\n\nOne\ntwo `c|d`.\n\n- e\n  f\n- g\n\n| h | $|i|$ |\n|---|---|\n| `j|k` | l |\n\n```sh needs=mnist\nx\n\ny\n```\n\n$$z$$\n\n$$\nz\n$$\n\n![m](../pictures/n.en.svg)\n\n<details><summary>Answer</summary>\n\nYes.\n\n</details>\n')).toEqual([
      { kind: 'heading', level: 1, id: 'a-b', parts: [{ kind: 'text', text: 'A ' }, { kind: 'emphasis', parts: [{ kind: 'text', text: 'b' }] }] },
      { kind: 'paragraph', parts: [{ kind: 'text', text: 'One two ' }, { kind: 'code', text: 'c|d' }, { kind: 'text', text: '.' }] },
      { kind: 'list', ordered: false, items: [[{ kind: 'text', text: 'e f' }], [{ kind: 'text', text: 'g' }]] },
      { kind: 'table', head: [[{ kind: 'text', text: 'h' }], [{ kind: 'math', text: '|i|' }]], rows: [[[{ kind: 'code', text: 'j|k' }], [{ kind: 'text', text: 'l' }]]] },
      { kind: 'code', words: 'sh needs=mnist', text: 'x\n\ny' },
      { kind: 'formula', text: 'z' },
      { kind: 'formula', text: 'z' },
      { kind: 'picture', words: 'm', target: '../pictures/n.en.svg' },
      { kind: 'answer', summary: [{ kind: 'text', text: 'Answer' }], blocks: [{ kind: 'paragraph', parts: [{ kind: 'text', text: 'Yes.' }] }] },
    ]);
    expect(plain_text(inlines('**a [b](c.md)** 2 * 3 < 4'))).toBe('a b 2 * 3 < 4');
  });
  it.each([
    ['# A\n\n<script>x</script>', 'line 3'], ['a <b>b</b>', "'<b>b</b>'"], ['a `b', "'`b'"], ['a $b', "'$b'"], ['```sh\nx', '``` is missing'],
    ['<details><summary>A</summary>\n\nb', '</details> is missing'], ['| a |\n| b |', '|---|'], ['| a |\n|---|\n| b | c |', 'as long'], ['![a](b) c', "'![a](b) c'"], ['**a', "'**a'"], ['##### a', "'##### a'"],
  ])('refuses %j', (wrong, told) => expect(() => parse(wrong)).toThrow(told));
  it('has the anchors of GitHub', () => expect(anchor_of('À l’œuvre : l\'élan (β)')).toBe('à-lœuvre--lélan-β'));
  it('leads to other pages within the studio', () => {
    expect(address_of('03-activations.md#elu', '01-perceptron')).toBe('?lab=course&page=03-activations#elu');
    expect(address_of('#elu', '01-perceptron')).toBe('?lab=course&page=01-perceptron#elu');
    expect(address_of('https://example.org/', '01-perceptron')).toBeNull();
    expect(address_of('javascript:alert(1)', '01-perceptron')).toBeNull();
  });
});
