// Land from afar: each pixel knows the row of its parcel, and takes the colour of that row.

import { config } from "./dom.js";

const { style } = config;
const SIDE = 256;
const colours = new Map(); // css -> the four bytes of a pixel

export function layer(url, colourOf, options) {
  const Rows = L.GridLayer.extend({
    createTile(coords, done) {
      const canvas = L.DomUtil.create("canvas", "leaflet-tile");
      canvas.width = canvas.height = SIDE;
      fetched(L.Util.template(url, coords))
        .then((rows) => {
          canvas.rows = rows;
          paint(canvas, colourOf);
          done(null, canvas);
        })
        .catch((error) => done(error, canvas));
      return canvas;
    },
    repaint() {
      for (const { el } of Object.values(this._tiles || {})) paint(el, colourOf);
    },
  });
  return new Rows({ ...options, tileSize: SIDE });
}

// The server sends the lowest byte of all pixels, then the next one: rows plus one, 0 for no land.
async function fetched(address) {
  const response = await fetch(address);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const size = SIDE * SIDE;
  if (!response.ok || bytes.length !== 4 * size) return null;
  const rows = new Uint32Array(size);
  for (let k = 0; k < size; k += 1) rows[k] = bytes[k] | (bytes[k + size] << 8) | (bytes[k + 2 * size] << 16) | (bytes[k + 3 * size] << 24);
  return rows;
}

function paint(canvas, colourOf) {
  if (!canvas.rows) return;
  const context = canvas.getContext("2d");
  const image = context.createImageData(SIDE, SIDE);
  const pixels = new Uint32Array(image.data.buffer);
  let before = "";
  let colour = 0;
  for (let k = 0; k < pixels.length; k += 1) {
    const row = canvas.rows[k];
    if (!row) continue;
    const css = colourOf(row - 1) || style.unasked;
    if (css !== before) {
      before = css;
      colour = pixelOf(css);
    }
    pixels[k] = colour;
  }
  context.putImageData(image, 0, 0);
}

// A colour as the canvas itself understands it, with the opacity of land, in the byte order of this machine.
function pixelOf(css) {
  if (!colours.has(css)) {
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    context.fillStyle = css;
    context.fillRect(0, 0, 1, 1);
    const { data } = context.getImageData(0, 0, 1, 1);
    data[3] = Math.round(255 * style.opacity);
    colours.set(css, new Uint32Array(data.buffer)[0]);
  }
  return colours.get(css);
}
