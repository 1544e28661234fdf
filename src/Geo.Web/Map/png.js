/** A button that makes a PNG of a picture: for slides and mail. Title, legend, caveats and date are in the picture. */
export class GeoPng extends HTMLElement {
  connectedCallback() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "geo-link-button";
    button.textContent = "Download the map as PNG";
    button.addEventListener("click", () => this.#save(button));
    this.replaceChildren(button);
  }

  async #save(button) {
    const picture = new Image();
    picture.src = this.getAttribute("src");
    try {
      await picture.decode();
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [picture.naturalWidth * 2, picture.naturalHeight * 2];
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
      const link = document.createElement("a");
      link.download = this.getAttribute("name");
      link.href = URL.createObjectURL(blob);
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    } catch {
      button.textContent = "The PNG could not be made; the SVG beside it can";
    }
  }
}
