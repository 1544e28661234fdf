const EVERY = 700; // milliseconds

/**
 * Tells how far an upload has come, asking the address in `src`, and shows its page anew when it has come to another state.
 * Without script the page asks to be loaded again by itself.
 */
export class GeoUpload extends HTMLElement {
  #timer;

  connectedCallback() {
    this.#timer = setInterval(() => this.#ask(), EVERY);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  async #ask() {
    try {
      const answer = await fetch(this.getAttribute("src"), { cache: "no-store" });
      if (!answer.ok) return location.reload(); // whose page says why
      const { state, words, rows } = await answer.json();
      if (state !== this.getAttribute("state")) return location.reload();
      this.#tell("words", words);
      this.#tell("rows", rows);
    } catch {
      // The host does not answer at the moment; the next question may be answered.
    }
  }

  /** Only what is another now, so that it is read out once. */
  #tell(part, text) {
    const place = this.querySelector(`[data-part="${part}"]`);
    if (place.textContent !== text) place.textContent = text;
  }
}
