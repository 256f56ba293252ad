// What the controls of every lab ask of the lab that they stand in: what is hidden or locked, what is wrong with a setting,
// and which of the changes are one drag. The lab of this page takes its seat before anything is shown.
import type { Problem } from '../protocol';

export interface Notice { id: number; problem: Problem; good: boolean }

export interface Desk {
  problems: Record<string, Problem>; // by setting
  notices: Notice[];
  hidden(name: string): boolean;
  fixed(name: string): boolean;
  forget(path: string): void;
  dismiss(id: number): void;
  drag(act: () => void): void;
  drop(): void;
}

let seated: Desk | null = null;

export function sit(desk: Desk): void {
  seated = desk;
}
export function desk(): Desk {
  if (seated === null) throw new Error('no lab has its seat');
  return seated;
}
