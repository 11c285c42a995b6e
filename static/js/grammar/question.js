// The question to a beta, in the card of a finding: prefilled, sent with Ctrl Enter, kept while it is not sent.

export class Question {
  #card;
  #form;
  #words;
  #send;
  /** What was begun about a finding and not sent, by the finding's id. */
  #begun = new Map();
  #finding = null;

  /** `send` is called with the words; it gives a promise of the sentence that says what went wrong, or of null. */
  constructor(card, send) {
    this.#card = card;
    this.#form = card.querySelector('[data-card="question"]');
    this.#words = this.#form.querySelector("textarea");
    this.#send = send;
    this.#form.addEventListener("submit", (event) => this.#submit(event));
    this.#form.addEventListener("keydown", (event) => this.#key(event));
    this.#form.querySelector('[data-card="back"]').addEventListener("click", () => this.close());
  }

  get isOpen() {
    return !this.#form.hidden;
  }

  open(finding) {
    this.#finding = finding;
    this.#say("");
    this.#words.value = this.#begun.get(finding.id) ?? proposed(finding);
    this.#show(true);
    this.#words.select();
  }

  /** Put it away; what was written in it is there again the next time. */
  close() {
    if (!this.isOpen) return;
    if (this.#words.value !== proposed(this.#finding)) this.#begun.set(this.#finding.id, this.#words.value);
    const hadFocus = this.#form.contains(document.activeElement);
    this.#show(false);
    if (hadFocus) this.#card.querySelector('[data-card="ask"]').focus();
  }

  #show(isShown) {
    this.#form.hidden = !isShown;
    for (const name of ["fixes", "verdicts"]) this.#card.querySelector(`[data-card="${name}"]`).classList.toggle("is-away", isShown);
  }

  #say(sentence) {
    this.#form.querySelector('[data-card="error"]').textContent = sentence;
  }

  #key(event) {
    event.stopPropagation(); // letters are words here, not answers
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#form.requestSubmit();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    }
  }

  async #submit(event) {
    event.preventDefault();
    const button = this.#form.querySelector("button");
    const { id } = this.#finding;
    button.disabled = true;
    const wrong = await this.#send(this.#words.value).finally(() => { button.disabled = false; });
    if (!wrong) {
      this.#begun.delete(id);
    } else if (this.isOpen && this.#finding.id === id) {
      this.#say(wrong);
      this.#words.focus(); // a button that was switched off lost it
    }
  }
}

function proposed({ words, suggestions: [meant] }) {
  return meant ? `“${words}” or “${meant}” here?` : `Is “${words}” right here?`;
}
