// The chapter's title in its place above the words: kept when it changes, shown wherever the page names the chapter.

/** Bring the form of a title to life. Enter goes on to the text. */
export function openTitle(form) {
  const field = form.elements.title;
  const text = document.getElementById(form.dataset.editor);
  let kept = field.value;

  field.addEventListener("input", () => {
    field.value = field.value.replace(/\s*\n\s*/g, " ");
    show(form.dataset.chapter, field.value);
    fit(field);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    text.querySelector("[role='textbox']")?.focus();
  });
  field.addEventListener("change", async () => {
    const title = field.value;
    if (title === kept) return;
    say(form, "waiting");
    const state = await send(form);
    if (state === "kept") kept = title;
    say(form, state);
  });
  addEventListener("online", () => field.dispatchEvent(new Event("change")));
  fit(field);
}

function show(chapter, title) {
  for (const place of document.querySelectorAll(`[data-chapter-title="${chapter}"]`)) place.textContent = title.trim() || "Untitled chapter";
}

/** Browsers without field-sizing get the height from here. */
function fit(field) {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.setProperty("height", "auto");
  field.style.setProperty("height", `${field.scrollHeight}px`);
}

async function send(form) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
    // The answer to a form is a redirect; there is nothing to follow it for.
    if (answer.type === "opaqueredirect" || answer.ok) return "kept";
    return answer.status === 401 ? "signed-out" : "refused";
  } catch {
    return "offline";
  }
}

function say(form, state) {
  form.dispatchEvent(new CustomEvent("editor-kept", { bubbles: true, detail: { state, onDevice: false, reason: "" } }));
}
