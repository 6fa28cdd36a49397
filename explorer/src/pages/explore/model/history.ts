// One history of states that never change: undo and redo of everything that was done on the screen.

const STEPS_MAX = 200; // states share what they have in common, so this is some megabytes at most

export type History<State> = { past: readonly State[]; present: State; future: readonly State[] };

export function begin<State>(present: State): History<State> {
  return { past: [], present, future: [] };
}

/** A step; doing nothing is none. */
export function step<State>(history: History<State>, present: State): History<State> {
  if (present === history.present) return history;
  return { past: [...history.past, history.present].slice(-STEPS_MAX), present, future: [] };
}

/** A change that is no step of its own, as moving the selection: undo goes past it. */
export function adjust<State>(history: History<State>, present: State): History<State> {
  return { ...history, present };
}

/** A change of all that was and will be, as of what a thing is called: undo does not take it back. */
export function everywhere<State>({ past, present, future }: History<State>, change: (state: State) => State) {
  return { past: past.map(change), present: change(present), future: future.map(change) };
}

export function undo<State>(history: History<State>): History<State> {
  const present = history.past.at(-1);
  if (present === undefined) return history;
  return { past: history.past.slice(0, -1), present, future: [history.present, ...history.future] };
}

export function redo<State>(history: History<State>): History<State> {
  const [present, ...future] = history.future;
  if (present === undefined) return history;
  return { past: [...history.past, history.present], present, future };
}
