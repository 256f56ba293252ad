// What is being read: a page of the course, its language, and the section that the address names.
import { tick } from 'svelte';
import type { Tongue } from '../words/numbers';
import { parse, plain_text, type Block } from './markdown';
import { INDEX, NAMES, text_of } from './pages';

export interface Page { name: string; title: string; blocks: Block[] }

const headings = (page: Page) => page.blocks.filter((block) => block.kind === 'heading');

async function loaded(name: string, text: Promise<string>): Promise<Page> {
  const blocks = parse(await text);
  const first = blocks.find((block) => block.kind === 'heading');
  return { name, title: first ? plain_text(first.parts) : name, blocks };
}

/** The address within the studio of another page or section; null where the target leads out of the course. */
export function address_of(target: string, from: string): string | null {
  const found = /^(?:(\d\d-[\w-]+|index)\.md)?(#.*)?$/.exec(target);
  return found ? `?lab=course&page=${found[1] ?? from}${found[2] ?? ''}` : null;
}

class Reading {
  pages = $state.raw<Page[]>([]); // of the language, in the order of teaching; the index last
  name = $state(NAMES[0] ?? INDEX);
  failed = $state(false);
  private tongue: Tongue | null = null;

  get page(): Page | null {
    return this.pages.find((page) => page.name === this.name) ?? null;
  }
  get sections(): { id: string; title: string; level: number }[] {
    return this.page ? headings(this.page).slice(1).map(({ id, parts, level }) => ({ id, title: plain_text(parts), level })) : [];
  }
  /** The page so many places on; the index stands behind the last. */
  beside(step: number): Page | null {
    return this.pages[this.pages.findIndex((page) => page.name === this.name) + step] ?? null;
  }

  /** Reads the pages of the language; the section stays, though it is called otherwise there. */
  async speak(tongue: Tongue): Promise<void> {
    if (this.tongue === tongue) return;
    const at = this.page ? headings(this.page).findIndex(({ id }) => id === decodeURIComponent(location.hash.slice(1))) : -1;
    const first = this.tongue === null;
    this.tongue = tongue;
    try {
      const texts = [...NAMES, INDEX].map((name) => [name, text_of(tongue, name)] as const);
      const pages = await Promise.all(texts.flatMap(([name, text]) => (text ? [loaded(name, text)] : []))); // a page may be written in one language first
      if (this.tongue !== tongue) return;
      this.pages = pages;
      this.failed = false;
    } catch (error) {
      console.error(error);
      this.failed = true;
      return;
    }
    const id = this.page && at >= 0 ? headings(this.page)[at]?.id : undefined;
    if (id !== undefined) history.replaceState(null, '', `#${id}`);
    if (first || id !== undefined) await this.show();
  }

  /** What the address says, after going back too. */
  follow = (): void => {
    const asked = new URLSearchParams(location.search).get('page');
    this.name = asked !== null && [...NAMES, INDEX].includes(asked) ? asked : (NAMES[0] ?? INDEX);
    void this.show();
  };

  go(address: string): void {
    history.pushState(null, '', address);
    this.follow();
  }

  private async show(): Promise<void> {
    await tick();
    const section = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (section) section.scrollIntoView();
    else window.scrollTo(0, 0);
    (section ?? document.querySelector<HTMLElement>('article h1'))?.focus({ preventScroll: true });
  }
}
export const reading = new Reading();
