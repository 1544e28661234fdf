/**
 * Takes the shapes of a layer out of the way of the Tab key. Their tooltips listen for focus, which makes browsers stop at each of
 * them; the table beside the map is the way to the figures by keyboard.
 */
export function notStops(layer) {
  layer.eachLayer((shape) => shape.getElement()?.setAttribute("tabindex", "-1"));
}
