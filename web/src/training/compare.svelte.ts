// Which runs are compared, how each is drawn, and what the server has read of them.
import { CLASS_COLOURS, css } from '../plots/colours';
import { MARKERS, type Marker } from '../plots/figure';
import type { ComparedRuns } from '../protocol';
import { lab } from './training_lab.svelte';

export const MOST_RUNS = 12;
const DASHES = ['', '9 4', '2 3', '9 3 2 3'];

/** Three ways to tell one run from another: no two of the twelve share all. */
export interface Look { colour: string; dash: string; marker: Marker }
export const look_of = (place: number): Look => ({ colour: css(CLASS_COLOURS[place % CLASS_COLOURS.length]!), dash: DASHES[place % DASHES.length]!, marker: MARKERS[place % MARKERS.length]! });

const PARAMETER = 'compare'; // of the address, one for each run

/** The runs that an address compares: no name twice, and no more than there is room for. */
export const runs_in = (address: string): string[] => [...new Set(new URLSearchParams(address).getAll(PARAMETER).filter((name) => name !== ''))].slice(0, MOST_RUNS);
const placed = (names: string[]): ReadonlyMap<string, number> => new Map(names.map((name, i) => [name, i]));

class Comparison {
  /** By name the place that says how it is drawn: it stays while others come and go. */
  places = $state.raw(placed(typeof location === 'undefined' ? [] : runs_in(location.search)));
  hidden = $state.raw<ReadonlySet<string>>(new Set());
  figure = $state('loss');
  split = $state('train');
  by = $state<'step' | 'epoch' | 'seconds'>('step');
  bands = $state(true);
  seen = $state.raw<ComparedRuns | null>(null);

  get runs(): string[] {
    return [...this.places.keys()].filter((name) => lab.runs.has(name));
  }
  full(): boolean {
    return this.runs.length >= MOST_RUNS;
  }
  /** Those and no others; false where they are too many. */
  choose(names: string[]): boolean {
    if (names.length > MOST_RUNS) return false;
    this.places = placed(names);
    this.hidden = new Set();
    return true;
  }
  toggle(name: string): void {
    const places = new Map([...this.places].filter(([one]) => lab.runs.has(one)));
    if (!places.delete(name)) {
      if (places.size >= MOST_RUNS) return;
      const taken = new Set(places.values());
      places.set(name, Array.from({ length: MOST_RUNS }, (_, i) => i).find((i) => !taken.has(i))!);
    }
    this.places = places;
  }
  hide(name: string): void {
    const hidden = new Set(this.hidden);
    if (!hidden.delete(name)) hidden.add(name);
    this.hidden = hidden;
  }
  star(name: string): void {
    const row = lab.runs.get(name);
    if (row) lab.label(name, { ...row.labels, star: !row.labels.star });
  }
  /** The address says which: a link shows the same. */
  keep(): void {
    const address = new URL(location.href);
    address.searchParams.delete(PARAMETER);
    for (const name of this.places.keys()) address.searchParams.append(PARAMETER, name);
    if (address.href !== location.href) history.replaceState(null, '', address);
  }
  /** What has been read so far; when to ask again, in milliseconds, or null where nothing more will come. */
  async fetch(names: string[], figure: string): Promise<number | null> {
    const answer = (await lab.ask({ ask: 'compare', runs: names, figure })) as ComparedRuns | null;
    if (answer === null) return null;
    this.seen = answer;
    return answer.reading ? 80 : answer.compared.some(({ running }) => running) ? 1500 : null;
  }
}
export const comparison = new Comparison();

/** Keys of a list of runs: X shows or hides, S stars, and where `choose` is set Space takes into the comparison; whether it was one. */
export function run_key(event: KeyboardEvent, name: string | undefined, choose: boolean): boolean {
  if (name === undefined || event.ctrlKey || event.metaKey || event.altKey) return false;
  const key = event.key.toLowerCase();
  if (key === ' ' && choose) comparison.toggle(name);
  else if (key === 'x') comparison.hide(name);
  else if (key === 's') comparison.star(name);
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}
