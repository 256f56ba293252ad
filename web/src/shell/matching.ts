// Finds by parts of words, whatever the accents and the case: "taux app" finds "Taux d'apprentissage".
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{Diacritic}/gu, '').toLowerCase();
}

export function matching<T extends { name: string }>(list: T[], typed: string): T[] {
  const parts = plain(typed).split(/\s+/).filter(Boolean);
  return list.filter(({ name }) => parts.every((part) => plain(name).includes(part)));
}
