// Metres and 亩 from degrees: lengths and areas in a transverse projection about the figure itself, on the
// CGCS2000 ellipsoid; exact to a millionth at the size of a district.

const A = 6378137;
const E2 = 0.0066943800229; // CGCS2000, flattening 1/298.257222101
const RAD = Math.PI / 180;

// `points`: [{lat, lng}].
export function length(points, isClosed = false) {
  const places = flat(points);
  const ends = isClosed ? [...places.slice(1), places[0]] : places.slice(1);
  return ends.reduce((sum, to, i) => sum + Math.hypot(to.x - places[i].x, to.y - places[i].y), 0);
}

// Area of the closed figure [㎡].
export function area(points) {
  if (points.length < 3) return 0;
  const places = flat(points);
  const twice = places.reduce((sum, a, i) => {
    const b = places[(i + 1) % places.length];
    return sum + (a.x * b.y - b.x * a.y);
  }, 0);
  return Math.abs(twice) / 2;
}

// First terms of the Gauss–Krüger series about the middle of the figure [m].
function flat(points) {
  if (!points.length) return [];
  const middle = (name) => points.reduce((sum, one) => sum + one[name], 0) / points.length;
  const [lat0, lng0] = [middle("lat"), middle("lng")];
  return points.map(({ lat, lng }) => {
    const [phi, turn] = [lat * RAD, (lng - lng0) * RAD];
    const [sine, cosine] = [Math.sin(phi), Math.cos(phi)];
    const n = A / Math.sqrt(1 - E2 * sine * sine);
    const m = (A * (1 - E2)) / (1 - E2 * Math.sin(((lat + lat0) / 2) * RAD) ** 2) ** 1.5;
    const bend = ((turn * cosine) ** 2 * (1 - (sine / cosine) ** 2)) / 6;
    return { x: n * cosine * turn * (1 + bend), y: m * (lat - lat0) * RAD + (n * sine * cosine * turn * turn) / 2 };
  });
}
