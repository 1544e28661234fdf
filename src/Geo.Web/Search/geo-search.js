const delay = 150;
const leastLetters = 2;

/**
 * Suggestions below a search field: a combobox with a list, as the ARIA Authoring Practices have it.
 *   <geo-search src="/api/v1/search"><form><label/><input type="search" name="q"/><button/></form></geo-search>
 * Without script, and where the suggestions do not arrive, the form searches as it stands.
 */
export class GeoSearch extends HTMLElement {
  #input;
  #list;
  #told;
  #active = -1;
  #timer;
  #asked;
  #away = new AbortController();

  connectedCallback() {
    this.#input = this.querySelector("input");
    this.#list = document.createElement("ul");
    this.#list.id = `${this.#input.id}-list`;
    this.#list.className = "geo-search__list";
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", "Suggestions");
    this.#list.hidden = true;
    this.#told = document.createElement("div");
    this.#told.className = "govuk-visually-hidden";
    this.#told.setAttribute("role", "status");
    this.append(this.#list, this.#told);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": this.#list.id, "aria-expanded": "false" })) this.#input.setAttribute(name, value);

    const signal = this.#away.signal;
    this.#input.addEventListener("input", () => this.#later(), { signal });
    this.#input.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.addEventListener("focusout", (event) => { if (!this.contains(event.relatedTarget)) this.#close(); }, { signal });
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault(), { signal }); // the field keeps the focus
    this.#list.addEventListener("click", (event) => this.#go(event.target.closest("[role=option]")), { signal });
  }

  disconnectedCallback() {
    this.#away.abort();
    this.#asked?.abort();
    clearTimeout(this.#timer);
  }

  #later() {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    const words = this.#input.value.trim();
    if (words.length < leastLetters) this.#close();
    else this.#timer = setTimeout(() => this.#ask(words), delay);
  }

  async #ask(words) {
    this.#asked = new AbortController();
    try {
      const answer = await fetch(`${this.getAttribute("src")}?q=${encodeURIComponent(words)}`, { signal: this.#asked.signal });
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
      this.#show((await answer.json()).results);
    } catch (error) {
      if (error.name !== "AbortError") this.#close(); // the form still searches
    }
  }

  #show(results) {
    const chosen = this.#list.children[this.#active]?.dataset.address; // stays chosen where it is still there
    this.#list.replaceChildren(...results.map((result, at) => {
      const option = document.createElement("li");
      option.id = `${this.#list.id}-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.address = result.address;
      const kind = document.createElement("span");
      kind.className = "geo-search__kind";
      kind.textContent = ` ${result.kind}`;
      option.append(result.name, kind);
      return option;
    }));
    this.#list.hidden = results.length === 0;
    this.#input.setAttribute("aria-expanded", String(results.length > 0));
    this.#mark(results.findIndex((result) => result.address === chosen));
    this.#told.textContent = results.length === 0 ? "No suggestions" : results.length === 1 ? "1 suggestion" : `${results.length} suggestions`;
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asked?.abort(); // what is still on its way would open the list again
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#mark(-1);
  }

  #mark(at) {
    const options = this.#list.children;
    options[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = at;
    options[at]?.setAttribute("aria-selected", "true");
    options[at]?.scrollIntoView({ block: "nearest" });
    if (options[at]) this.#input.setAttribute("aria-activedescendant", options[at].id);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    const count = this.#list.hidden ? 0 : this.#list.children.length;
    if (event.key === "Escape" && count > 0) this.#close();
    else if (event.key === "Enter" && this.#active >= 0) this.#go(this.#list.children[this.#active]);
    else if (event.key === "ArrowDown" && count > 0) this.#mark(this.#active + 1 < count ? this.#active + 1 : -1);
    else if (event.key === "ArrowUp" && count > 0) this.#mark(this.#active < 0 ? count - 1 : this.#active - 1);
    else return;
    event.preventDefault();
  }

  #go(option) {
    if (option) location.assign(option.dataset.address);
  }
}
