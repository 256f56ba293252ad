// What this browser keeps of one session, beside what the server keeps: the teacher's file, how far the lesson is.
const key = (session: string) => `percept.session.${session}`;

export function kept(session: string): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key(session)) ?? '{}');
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export function keep(session: string, what: Record<string, unknown>): void {
  try {
    localStorage.setItem(key(session), JSON.stringify({ ...kept(session), ...what }));
  } catch {
    // A browser that keeps nothing: it lasts as long as the page.
  }
}
