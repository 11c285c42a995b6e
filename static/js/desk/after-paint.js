// Work that a key starts but that its letter need not wait for: it runs once the letter is on the screen.

const due = new Map();

/** Run once after the next frame, however often it is asked for before; the last asker's work is what runs. */
export function afterPaint(owner, work) {
  const isNew = !due.has(owner);
  due.set(owner, work);
  if (isNew) requestAnimationFrame(() => setTimeout(() => run(owner)));
}

function run(owner) {
  const work = due.get(owner);
  due.delete(owner);
  work();
}
