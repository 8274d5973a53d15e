// The development axes, from north to south: each line in short pieces whose colour turns on the way.

const PIECES = 48;
const NORTH = [107, 63, 148];
const SOUTH = [224, 138, 60];

export const gradient = (share) => `rgb(${NORTH.map((from, i) => Math.round(from + (SOUTH[i] - from) * share)).join(", ")})`;

// Each line is drawn from its northern end, whichever way it was digitised.
export function axisLines(features, path) {
  const group = L.layerGroup();
  for (const { geometry } of features.features) {
    for (const part of geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates) {
      const points = part.map(([lon, lat]) => L.latLng(lat, lon));
      if (points[0].lat < points[points.length - 1].lat) points.reverse();
      pieces(points).forEach((line, i) => L.polyline(line, { ...path, color: gradient(i / (PIECES - 1)) }).addTo(group));
    }
  }
  return group;
}

// A line cut into pieces of one length; its own corners stay in them.
function pieces(points) {
  const at = [0]; // metres from the start to each corner
  points.slice(1).forEach((point, i) => at.push(at[i] + point.distanceTo(points[i])));
  const step = at[at.length - 1] / PIECES;
  return Array.from({ length: PIECES }, (_, i) => {
    const [from, to] = [i * step, (i + 1) * step];
    const corners = points.filter((_point, j) => at[j] > from && at[j] < to);
    return [placeAt(points, at, from), ...corners, placeAt(points, at, to)];
  });
}

function placeAt(points, at, metres) {
  const after = at.findIndex((one, j) => j > 0 && one >= metres);
  const j = after < 0 ? points.length - 1 : after;
  const share = (metres - at[j - 1]) / (at[j] - at[j - 1] || 1);
  const [a, b] = [points[j - 1], points[j]];
  return L.latLng(a.lat + (b.lat - a.lat) * share, a.lng + (b.lng - a.lng) * share);
}
