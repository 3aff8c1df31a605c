/* The training curve of a skill. uPlot keeps scales, axes, zoom and cursor; what stands in it is drawn here.

   window.selfgradCurve.start(element): draws where `data-curve` says, once, and again after a swap. */
(() => {
  "use strict";
  if (window.selfgradCurve) return;

  const DAY = 86400;
  const WINDOWS = [10, 30, 100, 300, 1000]; // rounds in the moving mean; more of them when many are seen
  const STEPS_SEEN = 200; // means that can be told apart
  const DOTS = 2500; // seen rounds; of more, the places are drawn, darker where there are several
  const BREAK = 60 * DAY; // no line over a longer pause
  const NEAR = 10; // CSS pixels from a round that is meant
  const HEAD = 30, FOOT = 26, BARS = 56; // CSS pixels: levels and steps, rounds without a loss, hours
  const AXIS = 46;

  const live = new Map(); // element → chart
  let last = null; // what was seen of a curve before the page was swapped

  // what is shown -------------------------------------------------------------------------------

  /** The columns as they are drawn: seconds, and the place on the scale of losses. */
  function prepared(curve) {
    const { at, loss, dropped } = curve.rounds;
    const x = at.map((ms) => ms / 1000);
    const place = loss.map((value) => value ?? NaN);
    const counted = x.map((_, i) => i).filter((i) => loss[i] !== null && !dropped[i]);
    const rounds = new Map(curve.rounds.id.map((id, i) => [id, i]));
    const steps = curve.steps.map((step) => ({ ...step, i: rounds.get(step.short) })).filter((step) => step.i !== undefined);
    return {
      curve, x, place, counted, steps,
      stepOf: new Map(steps.map((step) => [step.i, step])),
      cx: counted.map((i) => x[i]),
      sums: counted.reduce((sums, i) => (sums.push(sums[sums.length - 1] + loss[i]), sums), [0]),
      days: days(curve),
      levels: runs(curve.rounds.level, x),
      means: new Map(),
      ghosts: counted.map((i) => yearLater(x[i])),
    };
  }

  /** The moving mean of the last `n` rounds, at each round that counts. */
  function means(data, n) {
    if (!data.means.has(n)) {
      const found = data.counted.map((_, k) => {
        const from = Math.max(0, k + 1 - n);
        return (data.sums[k + 1] - data.sums[from]) / (k + 1 - from);
      });
      data.means.set(n, found);
    }
    return data.means.get(n);
  }

  function yearLater(x) {
    const then = new Date(x * 1000);
    const month = then.getUTCMonth();
    then.setUTCFullYear(then.getUTCFullYear() + 1);
    if (then.getUTCMonth() !== month) then.setUTCDate(0); // 29 February
    return then / 1000;
  }

  /** Stretches of rounds at the same level. */
  function runs(levels, x) {
    const found = [];
    levels.forEach((level, i) => {
      const before = found[found.length - 1];
      if (before && before.level === level) before.last = x[i];
      else found.push({ level, first: x[i], last: x[i] });
    });
    return found;
  }

  /** Practice days as seconds, where they begin in the learner's zone. */
  function days(curve) {
    return curve.hours.day.map((day, i) => ({ at: midnight(day, curve.zone), ms: curve.hours.ms[i] }));
  }

  const midnight = (day, zone) => inZone(Date.parse(`${day}T00:00:00Z`) / 1000, zone);
  const inZone = (wall, zone) => wall - offset(wall - offset(wall, zone), zone);

  const offsets = new Map();
  /** Seconds east of Greenwich, kept by the hour. */
  function offset(seconds, zone) {
    const hour = `${zone} ${Math.floor(seconds / 3600)}`;
    if (!offsets.has(hour)) {
      const parts = {};
      for (const part of format(zone, "wall").formatToParts(seconds * 1000)) parts[part.type] = Number(part.value);
      const wall = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) / 1000;
      offsets.set(hour, wall - Math.floor(seconds));
    }
    return offsets.get(hour);
  }

  const SHAPES = {
    wall: { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" },
    year: { year: "numeric" },
    month: { month: "short" },
    day: { day: "numeric", month: "short" },
    time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    moment: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  };
  const formats = new Map();
  function format(zone, shape) {
    const key = `${zone} ${shape}`;
    if (!formats.has(key)) {
      let made;
      try {
        made = new Intl.DateTimeFormat("en-GB", { ...SHAPES[shape], timeZone: zone });
      } catch {
        made = new Intl.DateTimeFormat("en-GB", { ...SHAPES[shape], timeZone: "UTC" });
      }
      formats.set(key, made);
    }
    return formats.get(key);
  }
  const said = (seconds, zone, shape) => format(zone, shape).format(seconds * 1000);

  /** Hours by day, by week where days are too narrow to be seen, by month where weeks are. */
  function bars(chart, u) {
    const pixel = (u.scales.x.max - u.scales.x.min) / (u.bbox.width / uPlot.pxRatio);
    const width = DAY / pixel >= 3 ? "day" : (7 * DAY) / pixel >= 3 ? "week" : "month";
    if (!chart.bars.has(width)) {
      const found = new Map();
      const zone = chart.data.curve.zone;
      chart.data.curve.hours.day.forEach((day, i) => {
        const [from, to] = around(day, width);
        const bar = found.get(from) || { from: midnight(from, zone), to: midnight(to, zone), ms: 0, width };
        bar.ms += chart.data.curve.hours.ms[i];
        found.set(from, bar);
      });
      chart.bars.set(width, [...found.values()]);
    }
    return chart.bars.get(width);
  }

  /** The first day of what a day belongs to, and the first one after it. */
  function around(day, width) {
    const from = new Date(`${day}T00:00:00Z`);
    const to = new Date(from);
    if (width === "week") from.setUTCDate(from.getUTCDate() - ((from.getUTCDay() + 6) % 7));
    if (width === "month") from.setUTCDate(1);
    to.setTime(from.getTime());
    if (width === "month") to.setUTCMonth(to.getUTCMonth() + 1);
    else to.setUTCDate(to.getUTCDate() + (width === "week" ? 7 : 1));
    return [from, to].map((date) => date.toISOString().slice(0, 10));
  }

  /** The first place whose value is not below. */
  function search(values, value) {
    let low = 0, high = values.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  const within = (values, min, max) => [search(values, min), search(values, max + 1e-6)];

  // the drawing ---------------------------------------------------------------------------------

  function colours(element) {
    const style = getComputedStyle(element);
    const named = (name, other) => style.getPropertyValue(name).trim() || other;
    return {
      accent: named("--accent", "#1f5f5b"),
      ink: named("--ink", "#1d2022"),
      muted: named("--muted", "#5c6267"),
      line: named("--line", "#d9d6cd"),
      paper: named("--paper", "#fbfaf7"),
      warm: named("--warm", "#8a4b12"),
      font: `12px ${style.fontFamily}`,
      small: style.fontFamily,
    };
  }

  function draw(chart, u) {
    const { ctx, bbox } = u;
    const { x, place, curve } = chart.data;
    const ratio = uPlot.pxRatio;
    const { min, max } = u.scales.x;
    const [from, to] = within(x, min, max);
    const pen = {
      u, ctx, ratio, from, to,
      hue: chart.hue,
      px: (value) => u.valToPos(value, "x", true),
      py: (value) => u.valToPos(value, "loss", true),
    };
    ctx.save();
    drawNames(chart, pen);
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    drawBars(chart, pen);
    drawLevels(chart, pen);
    drawSteps(chart, pen);
    if (curve.fit) drawBand(chart, pen);
    drawRounds(chart, pen, x, place);
    const n = windowOf(chart, u);
    const mean = means(chart.data, n);
    drawLine(pen, chart.data.ghosts, mean, chart.hue.muted, 1.5, [5, 4], u.scales.x);
    drawLine(pen, chart.data.cx, mean, chart.hue.ink, curve.fit ? 1 : 2, [], u.scales.x);
    if (curve.fit) drawLine(pen, curve.fit.at.map((at) => at / 1000), curve.fit.mean, chart.hue.accent, 2.5, [], u.scales.x);
    if (curve.forecast) drawNext(chart, pen);
    ctx.restore();
  }

  function windowOf(chart, u) {
    const [from, to] = within(chart.data.cx, u.scales.x.min, u.scales.x.max);
    return WINDOWS.find((n) => (to - from) / n <= STEPS_SEEN) || WINDOWS[WINDOWS.length - 1];
  }

  function drawRounds(chart, { ctx, ratio, from, to, hue, px, py, u }, x, place) {
    const { dropped, loss } = chart.data.curve.rounds;
    const seen = to - from;
    if (seen > DOTS) return drawPlaces(chart, { ctx, ratio, from, to, hue, px, py, u }, x, place);
    const radius = Math.max(1.4, Math.min(3.6, 3.9 - Math.log10(seen + 1) * 0.75)) * ratio;
    ctx.fillStyle = ctx.strokeStyle = hue.accent;
    ctx.lineWidth = ratio;
    for (let i = from; i < to; i++) {
      const y = loss[i] === null ? lossless(u) : py(place[i]);
      ctx.beginPath();
      ctx.arc(px(x[i]), y, radius, 0, 2 * Math.PI);
      ctx.globalAlpha = dropped[i] || loss[i] === null ? 0.8 : Math.max(0.4, 0.9 - seen / 3000);
      if (dropped[i] || loss[i] === null) ctx.stroke();
      else ctx.fill();
    }
    ctx.globalAlpha = 1;
  }

  /** Thousands of rounds: places of three pixels, the darker the more of them lie there. */
  function drawPlaces(chart, { ctx, ratio, from, to, hue, px, py, u }, x, place) {
    const { dropped, loss } = chart.data.curve.rounds;
    const size = Math.round(3 * ratio);
    const across = Math.ceil(u.bbox.width / size) + 1;
    const places = new Map();
    for (let i = from; i < to; i++) {
      if (dropped[i] || loss[i] === null) continue;
      const column = Math.round((px(x[i]) - u.bbox.left) / size);
      const row = Math.round((py(place[i]) - u.bbox.top) / size);
      const key = row * across + column;
      places.set(key, (places.get(key) || 0) + 1);
    }
    ctx.fillStyle = hue.accent;
    const most = Math.log(1 + Math.max(...places.values()));
    for (const [key, count] of places) {
      ctx.globalAlpha = 0.1 + (0.75 * Math.log(1 + count)) / most;
      ctx.fillRect(u.bbox.left + (key % across) * size - size / 2, u.bbox.top + Math.floor(key / across) * size - size / 2, size, size);
    }
    ctx.globalAlpha = 1;
  }

  /** Where a round without a loss stands: beneath the scale. */
  const lossless = (u) => u.valToPos(0, "loss", true) + 11 * uPlot.pxRatio;

  function drawLine({ ctx, ratio, px, py, u }, xs, ys, colour, width, dash, { min, max }) {
    let [from, to] = within(xs, min, max);
    from = Math.max(0, from - 1);
    to = Math.min(xs.length, to + 1);
    ctx.strokeStyle = colour;
    ctx.lineWidth = width * ratio;
    ctx.lineJoin = "round";
    ctx.setLineDash(dash.map((length) => length * ratio));
    ctx.beginPath();
    let before = null;
    for (let i = from; i < to; ) {
      // what falls into one column of pixels is one place
      const column = Math.round(px(xs[i]));
      let sum = 0, count = 0;
      const begin = xs[i];
      let end = begin;
      while (i < to && Math.round(px(xs[i])) === column) {
        sum += ys[i];
        count++;
        end = xs[i++];
      }
      const y = py(sum / count);
      if (before === null || begin - before > BREAK) ctx.moveTo(column, y);
      else ctx.lineTo(column, y);
      before = end;
    }
    ctx.stroke();
    ctx.setLineDash([]);
  }

  function drawBand(chart, { ctx, hue, px, py }) {
    const { at, low, high } = chart.data.curve.fit;
    ctx.beginPath();
    at.forEach((ms, i) => ctx.lineTo(px(ms / 1000), py(high[i])));
    for (let i = at.length - 1; i >= 0; i--) ctx.lineTo(px(at[i] / 1000), py(low[i]));
    ctx.closePath();
    ctx.globalAlpha = 0.16;
    ctx.fillStyle = hue.accent;
    ctx.fill();
    ctx.globalAlpha = 1;
  }

  /** Between what the next round's loss will lie, after the last round. */
  function drawNext(chart, { ctx, ratio, hue, px, py }) {
    const { low, median, high } = chart.data.curve.forecast;
    const last = px(chart.data.x[chart.data.x.length - 1]);
    const place = Math.round(Math.min(Math.max(last + 6 * ratio, px(chart.full[1]) - 4 * ratio), last + 14 * ratio)) + 0.5;
    ctx.strokeStyle = ctx.fillStyle = hue.warm;
    ctx.lineWidth = 2 * ratio;
    ctx.beginPath();
    ctx.moveTo(place, py(low));
    ctx.lineTo(place, py(high));
    ctx.stroke();
    ctx.beginPath();
    ctx.arc(place, py(median), 3 * ratio, 0, 2 * Math.PI);
    ctx.fill();
  }

  function drawSteps(chart, { ctx, ratio, hue, px, py, u }) {
    const { min, max } = u.scales.x;
    const seen = chart.data.steps.filter(({ i }) => chart.data.x[i] >= min && chart.data.x[i] <= max);
    const crowded = seen.length > u.bbox.width / ratio / 8; // the marks alone, without their lines
    const top = py(1) - 9 * ratio, size = (crowded ? 2.5 : 4) * ratio;
    for (const step of seen) {
      const place = Math.round(px(chart.data.x[step.i])) + 0.5;
      ctx.strokeStyle = ctx.fillStyle = step.in_force ? hue.accent : hue.muted;
      ctx.globalAlpha = step.in_force ? 0.9 : crowded ? 0 : 0.35;
      ctx.lineWidth = ratio;
      ctx.beginPath();
      ctx.moveTo(place, top);
      ctx.lineTo(place, py(0));
      ctx.stroke();
      ctx.globalAlpha = crowded && !step.in_force ? 0.5 : 1;
      ctx.beginPath();
      ctx.moveTo(place - size, top - size);
      ctx.lineTo(place + size, top - size);
      ctx.lineTo(place, top + size);
      ctx.fill();
    }
    ctx.globalAlpha = 1;
  }

  function drawLevels(chart, { ctx, ratio, hue, px, u }) {
    if (!chart.data.curve.levels.length) return;
    const { min, max } = u.scales.x;
    const seen = chart.data.levels.filter((run) => run.last >= min && run.first <= max);
    if (seen.length > u.bbox.width / ratio / 10) return;
    const y = u.bbox.top + 12 * ratio;
    ctx.font = `${11 * ratio}px ${hue.small}`;
    ctx.textBaseline = "alphabetic";
    ctx.textAlign = "left";
    seen.forEach((run, k) => {
      if (run.level === null) return;
      const next = seen[k + 1];
      const left = Math.max(u.bbox.left, px(run.first));
      const right = Math.min(u.bbox.left + u.bbox.width, next ? px(next.first) - 3 * ratio : px(run.last));
      ctx.fillStyle = hue.line;
      ctx.fillRect(left, y + 3 * ratio, Math.max(right - left, 2 * ratio), 2 * ratio);
      const room = (next ? right : u.bbox.left + u.bbox.width) - left;
      ctx.fillStyle = hue.muted;
      const words = fitting(ctx, String(run.level), room);
      if (words) ctx.fillText(words, left, y);
    });
  }

  /** As much of some words as there is room for. */
  function fitting(ctx, words, room) {
    if (ctx.measureText(words).width <= room) return words;
    let characters = [...words];
    while (characters.length > 2) {
      characters = characters.slice(0, -1);
      const cut = `${characters.join("").trim()}…`;
      if (ctx.measureText(cut).width <= room) return cut;
    }
    return "";
  }

  function drawBars(chart, { ctx, ratio, hue, px, u }) {
    const { min, max } = u.scales.x;
    const seen = bars(chart, u).filter((bar) => bar.to > min && bar.from < max);
    chart.seen = seen;
    const most = seen.reduce((top, bar) => Math.max(top, bar.ms), 0);
    const bottom = u.bbox.top + u.bbox.height, high = (BARS - 6) * ratio;
    ctx.fillStyle = hue.muted;
    ctx.globalAlpha = 0.55;
    for (const bar of seen) {
      const left = px(bar.from), right = px(bar.to);
      const gap = right - left > 6 * ratio ? ratio : right - left > 3 * ratio ? ratio / 2 : 0;
      const height = Math.max(ratio, (bar.ms / most) * high);
      ctx.fillRect(left + gap, bottom - height, Math.max(1, right - left - 2 * gap), height);
    }
    ctx.globalAlpha = 1;
  }

  /** The names of the scales, left of them. */
  function drawNames(chart, { ctx, ratio, hue, u }) {
    const seen = bars(chart, u).filter((bar) => bar.to > u.scales.x.min && bar.from < u.scales.x.max);
    const most = seen.reduce((top, bar) => Math.max(top, bar.ms), 0);
    if (!most) return;
    ctx.font = `${11 * ratio}px ${hue.small}`;
    ctx.fillStyle = hue.muted;
    ctx.textAlign = "right";
    ctx.textBaseline = "middle";
    const right = u.bbox.left - 9 * ratio;
    const bottom = u.bbox.top + u.bbox.height;
    ctx.fillText(length(most), right, bottom - (BARS - 6) * ratio);
    ctx.textBaseline = "alphabetic";
    ctx.fillText("0", right, bottom);
  }

  const length = (ms) => (ms >= 3600000 ? `${(ms / 3600000).toFixed(ms < 36000000 ? 1 : 0)} h` : `${Math.round(ms / 60000)} min`);

  // the chart -----------------------------------------------------------------------------------

  function make(element, data) {
    const frame = element.querySelector("[data-plot]");
    const gone = new AbortController();
    const chart = { element, data, frame, gone, hue: colours(element), bars: new Map(), index: null, full: extent(data), touch: false };
    frame.replaceChildren();
    frame.tabIndex = 0;
    frame.setAttribute("role", "application");
    frame.setAttribute("aria-roledescription", "curve");
    frame.setAttribute("aria-label", `Training curve of ${element.dataset.name}, ${data.x.length} rounds`);
    chart.said = made("p", "curve-said", "");
    chart.said.setAttribute("aria-live", "polite");
    chart.help = made("p", "note curve-help", help());
    chart.help.id = "curve-help";
    frame.setAttribute("aria-describedby", "curve-help");
    chart.u = new uPlot(options(chart), [data.x, data.place], frame);
    const buttons = controls(chart);
    const after = made("div", "curve-after");
    after.append(chart.said, buttons, chart.help);
    element.append(after);
    chart.after = after;
    legend(chart);
    listen(chart);
    live.set(element, chart);
    show(chart, ...remembered(chart));
    requestAnimationFrame(() => {
      if (chart.index === null && live.get(element) === chart) {
        chart.said.setAttribute("aria-live", "off");
        tell(chart, last.index ?? data.x.length - 1);
      }
    });
    return chart;
  }

  const coarse = () => matchMedia("(pointer: coarse)").matches;
  const help = () => coarse()
    ? "Tap a round to read it."
    : "Drag to see a part closer, double-click for all of it. With the keyboard: ← → from round to round, ↑ ↓ from step to step, Enter opens the round, + − and 0 for closer, wider and all.";

  function made(tag, name, words) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (words) element.textContent = words;
    return element;
  }

  /** All of it, with some air on both sides. */
  function extent({ x, days }) {
    const firsts = [x[0], days[0]?.at].filter((value) => value !== undefined);
    const lasts = [x[x.length - 1], days.length ? days[days.length - 1].at + DAY : undefined].filter((value) => value !== undefined);
    const [min, max] = [Math.min(...firsts), Math.max(...lasts)];
    const air = Math.max(DAY / 2, (max - min) * 0.015);
    return [min - air, max + air];
  }

  function remembered(chart) {
    const same = last && last.address === chart.element.dataset.curve;
    if (!same) last = null;
    return last?.range || chart.full;
  }

  function size(chart) {
    const width = Math.max(200, chart.frame.clientWidth);
    return { width, height: width < 480 ? 320 : 420 };
  }

  function options(chart) {
    const { height } = size(chart);
    const room = () => (chart.u ? chart.u.height : height) - AXIS - 8;
    const unit = () => 1 / (room() - HEAD - FOOT - BARS);
    const axis = {
      stroke: () => chart.hue.muted,
      font: chart.hue.font,
      grid: { show: false },
      ticks: { stroke: () => chart.hue.line, size: 5, width: 1 },
    };
    return {
      ...size(chart),
      padding: [8, 18, 0, 0],
      legend: { show: false },
      scales: {
        x: { time: true },
        loss: { range: () => [-(FOOT + BARS) * unit(), 1 + HEAD * unit()] },
      },
      axes: [
        { ...axis, size: AXIS, space: 70, values: (u, splits, _, __, every) => times(splits, every, chart.data.curve.zone) },
        {
          ...axis,
          scale: "loss",
          size: 46,
          gap: 4,
          splits: () => [0, 0.25, 0.5, 0.75, 1],
          values: (u, splits) => splits.map((value) => (value % 0.5 ? "" : String(value))),
          grid: { show: true, stroke: () => chart.hue.line, width: 1 },
          ticks: { show: false },
        },
      ],
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), known(chart.data.curve.zone)),
      series: [{}, { scale: "loss", paths: () => null, points: { show: false } }],
      cursor: {
        y: false,
        drag: { x: true, y: false, dist: 8, setScale: false },
        bind: { dblclick: () => () => all(chart) },
        dataIdx: (u, _, nearest) => (chart.forced ?? under(chart, u, nearest)),
        points: { size: 11, width: 2, fill: () => chart.hue.paper, stroke: () => chart.hue.accent },
      },
      hooks: {
        draw: [(u) => draw(chart, u)],
        setCursor: [(u) => pointed(chart, u)],
        setSelect: [(u) => selected(chart, u)],
      },
    };
  }

  const known = (zone) => format(zone, "wall").resolvedOptions().timeZone;

  /** Words of the time axis: what changes, and beneath it what it is part of. */
  function times(splits, every, zone) {
    let before = null;
    return splits.map((at) => {
      const [small, large] = every >= 360 * DAY ? ["year"] : every >= 27 * DAY ? ["month", "year"] : every >= DAY ? ["day", "year"] : ["time", "day"];
      const words = said(at, zone, small);
      const beneath = large ? said(at, zone, large) : null;
      const shown = beneath !== before && beneath ? `${words}\n${beneath}` : words;
      before = beneath;
      return shown;
    });
  }

  // seeing a part -------------------------------------------------------------------------------

  const HOUR = 3600;

  function show(chart, min, max) {
    const [first, end] = chart.full;
    let width = Math.min(end - first, Math.max(6 * HOUR, max - min));
    const from = Math.min(end - width, Math.max(first, (min + max - width) / 2));
    chart.range = [from, from + width];
    chart.u.setScale("x", { min: from, max: from + width });
    last = { address: chart.element.dataset.curve, range: parted(chart) ? chart.range : null, index: chart.index ?? last?.index };
    for (const button of chart.buttons) button.disabled = !button.may(chart);
    words(chart);
  }

  const parted = (chart) => chart.range[1] - chart.range[0] < (chart.full[1] - chart.full[0]) * 0.999;
  const all = (chart) => (clearTimeout(chart.opening), show(chart, ...chart.full));

  function zoom(chart, factor) {
    const [min, max] = chart.range;
    const at = chart.index !== null && chart.data.x[chart.index] > min && chart.data.x[chart.index] < max ? chart.data.x[chart.index] : (min + max) / 2;
    show(chart, at - (at - min) * factor, at + (max - at) * factor);
  }

  function pan(chart, share) {
    const [min, max] = chart.range;
    show(chart, min + (max - min) * share, max + (max - min) * share);
  }

  function selected(chart, u) {
    const { left, width } = u.select;
    if (!width) return;
    const range = [u.posToVal(left, "x"), u.posToVal(left + width, "x")];
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    show(chart, ...range);
  }

  function controls(chart) {
    const row = made("div", "curve-buttons noprint");
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", "What is seen of the curve");
    chart.buttons = [
      ["Earlier", () => pan(chart, -0.5), () => parted(chart) && chart.range[0] > chart.full[0]],
      ["Later", () => pan(chart, 0.5), () => parted(chart) && chart.range[1] < chart.full[1]],
      ["Closer", () => zoom(chart, 0.5), () => chart.range[1] - chart.range[0] > 6 * HOUR],
      ["Wider", () => zoom(chart, 2), () => parted(chart)],
      ["All", () => all(chart), () => parted(chart)],
    ].map(([name, act, may]) => {
      const button = made("button", "quiet", name);
      button.type = "button";
      button.may = may;
      button.addEventListener("click", () => {
        act();
        if (button.disabled) chart.buttons.find((one) => !one.disabled)?.focus();
      });
      row.append(button);
      return button;
    });
    return row;
  }

  // one round -----------------------------------------------------------------------------------

  /** The round that is meant by the cursor: the nearest one; in the head, the nearest step. */
  function under(chart, u, nearest) {
    const { left, top } = u.cursor;
    if (left < 0 || !chart.data.x.length) return null;
    const { x } = chart.data;
    const pixel = (u.scales.x.max - u.scales.x.min) / u.over.clientWidth;
    const here = u.posToVal(left, "x");
    if (top < u.valToPos(1, "loss") - 1) {
      const step = closest(chart.data.steps, (one) => Math.abs(x[one.i] - here));
      if (step && Math.abs(x[step.i] - here) < NEAR * pixel) return step.i;
    }
    const [from, to] = within(x, here - 3 * NEAR * pixel, here + 3 * NEAR * pixel);
    let found = null, least = Infinity;
    for (let i = from; i < to; i++) {
      const across = u.valToPos(x[i], "x") - left;
      const down = place(chart, u, i) - top;
      const far = across * across + down * down;
      if (far < least) [found, least] = [i, far];
    }
    chart.far = Math.sqrt(least);
    return found ?? (nearest >= from - 1 && nearest < to + 1 ? nearest : null);
  }

  const place = (chart, u, i) => (chart.data.curve.rounds.loss[i] === null ? lossless(u) / uPlot.pxRatio - u.bbox.top / uPlot.pxRatio : u.valToPos(chart.data.place[i], "loss"));

  function closest(list, far) {
    let found = null, least = Infinity;
    for (const one of list) {
      const here = far(one);
      if (here < least) [found, least] = [one, here];
    }
    return found;
  }

  function pointed(chart, u) {
    if (chart.forced !== undefined && chart.forced !== null) return;
    const index = u.cursor.idxs?.[1] ?? null;
    u.over.classList.toggle("on-round", index !== null && chart.far <= NEAR);
    if (index === null || u.cursor.left < 0) return;
    upright(chart, index);
    chart.said.setAttribute("aria-live", "off"); // only what keys and taps ask for is read aloud
    tell(chart, index);
  }

  function choose(chart, index) {
    const { x } = chart.data;
    if (!x.length) return;
    index = Math.max(0, Math.min(x.length - 1, index));
    const [min, max] = chart.range;
    chart.wanted = index; // a second key may come before the next frame
    if (x[index] < min || x[index] > max) show(chart, x[index] - (max - min) / 2, x[index] + (max - min) / 2);
    requestAnimationFrame(() => {
      chart.said.setAttribute("aria-live", "polite");
      chart.forced = index;
      chart.u.setCursor({ left: chart.u.valToPos(x[index], "x"), top: place(chart, chart.u, index) });
      chart.forced = chart.wanted = null;
      upright(chart, index);
      tell(chart, index);
    });
  }

  /** The upright line goes through the round, not through the pointer. */
  function upright(chart, index) {
    const line = chart.u.root.querySelector(".u-cursor-x");
    if (line) line.style.transform = `translate(${Math.round(chart.u.valToPos(chart.data.x[index], "x"))}px, 0)`;
  }

  function tell(chart, index) {
    if (chart.index === index && chart.said.childNodes.length) return;
    chart.index = last.index = index;
    const { rounds, zone } = chart.data.curve;
    const loss = rounds.loss[index];
    const parts = [loss === null ? "no loss" : `loss ${loss.toFixed(2)}`];
    if (rounds.expected[index] !== null) parts.push(`, expected ${rounds.expected[index].toFixed(2)}`);
    if (rounds.level[index] !== null) parts.push(", level ", made("bdi", "", rounds.level[index]));
    if (rounds.dropped[index]) parts.push(", dropped");
    const link = made("a", "", said(chart.data.x[index], zone, "moment"));
    link.href = address(chart, index);
    chart.said.replaceChildren(link, ": ", ...parts, ". ");
    const step = chart.data.stepOf.get(index);
    if (step) {
      const words = made("span", "words", step.words);
      words.dir = "auto";
      const charged = step.parameter ? [", ", made("bdi", "", step.parameter)] : [];
      chart.said.append(step.in_force ? "Step in force" : "Step", ...charged, ": ", words);
    }
    const beside = made("span", "note", around_(chart, index));
    chart.said.append(step ? made("br") : "", beside);
  }

  /** What stands around a round: the mean, the year before, the hours. */
  function around_(chart, index) {
    const { data } = chart;
    const n = windowOf(chart, chart.u);
    const mean = means(data, n);
    const at = data.x[index];
    const parts = [];
    const k = search(data.cx, at + 1e-6) - 1;
    if (k >= 1) parts.push(`mean of the last ${Math.min(n, k + 1)}: ${mean[k].toFixed(2)}`);
    const g = search(data.ghosts, at + 1e-6) - 1;
    if (g >= 0 && at - data.ghosts[g] < BREAK) parts.push(`a year earlier: ${mean[g].toFixed(2)}`);
    const bar = chart.seen?.find((one) => one.from <= at && at < one.to);
    if (bar) parts.push(`${length(bar.ms)} that ${bar.width}`);
    return parts.length ? `${parts.join(" · ")}` : "";
  }

  const address = (chart, index) => `/round?id=${encodeURIComponent(chart.data.curve.rounds.id[index])}`;

  function open(chart) {
    if (chart.index !== null) chart.said.querySelector("a")?.click();
  }

  function listen(chart) {
    const { signal } = chart.gone;
    const { frame, u } = chart;
    let down = null;
    frame.addEventListener("keydown", (event) => key(chart, event), { signal });
    frame.addEventListener("focus", () => {
      if (frame.matches(":focus-visible")) choose(chart, chart.index ?? chart.data.x.length - 1);
    }, { signal });
    u.over.addEventListener("pointerdown", (event) => {
      chart.touch = event.pointerType !== "mouse";
      down = [event.clientX, event.clientY];
    }, { signal });
    u.over.addEventListener("click", (event) => {
      const moved = down && Math.hypot(event.clientX - down[0], event.clientY - down[1]) > 4;
      if (chart.touch) return chart.said.setAttribute("aria-live", "polite");
      if (moved || event.detail > 1 || !u.over.classList.contains("on-round")) return;
      clearTimeout(chart.opening); // a second click means: all of it
      chart.opening = setTimeout(() => open(chart), 250);
    }, { signal });
    document.addEventListener("keydown", (event) => {
      const elsewhere = event.target.closest?.("input, textarea, select, dialog") || event.ctrlKey || event.metaKey || event.altKey;
      if (event.key === "0" && !elsewhere && !event.defaultPrevented) all(chart);
    }, { signal });
    const anew = () => {
      chart.hue = colours(chart.element);
      u.redraw(false, true);
    };
    for (const query of ["(prefers-color-scheme: dark)", "print"]) matchMedia(query).addEventListener("change", anew, { signal });
    chart.resized = new ResizeObserver(() => {
      const now = size(chart);
      if (now.width !== u.width || now.height !== u.height) {
        u.setSize(now);
        words(chart);
      }
    });
    chart.resized.observe(frame);
  }

  function key(chart, event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = chart.wanted ?? chart.index ?? chart.data.x.length - 1;
    const { steps } = chart.data;
    const acts = {
      ArrowLeft: () => choose(chart, at - (event.shiftKey ? 10 : 1)),
      ArrowRight: () => choose(chart, at + (event.shiftKey ? 10 : 1)),
      ArrowUp: () => step(steps.findLast((one) => one.i < at)),
      ArrowDown: () => step(steps.find((one) => one.i > at)),
      Home: () => choose(chart, 0),
      End: () => choose(chart, chart.data.x.length - 1),
      Enter: () => open(chart),
      "+": () => zoom(chart, 0.5),
      "=": () => zoom(chart, 0.5),
      "-": () => zoom(chart, 2),
      0: () => all(chart),
    };
    const step = (one) => one && choose(chart, one.i);
    if (!acts[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }

  // around it -----------------------------------------------------------------------------------

  function legend(chart) {
    const { curve, ghosts } = chart.data;
    const there = {
      fit: curve.fit,
      next: curve.forecast,
      ghost: ghosts.length && ghosts[0] < chart.full[1],
      step: curve.steps.length,
      dropped: curve.rounds.dropped.includes(1),
      hours: curve.hours.day.length,
    };
    for (const [name, is] of Object.entries(there)) {
      const item = chart.element.querySelector(`[data-legend="${name}"]`);
      if (item) item.hidden = !is;
    }
  }

  /** What depends on how much is seen. */
  function words(chart) {
    requestAnimationFrame(() => {
      if (!live.has(chart.element)) return;
      const mean = chart.element.querySelector('[data-legend="mean"]');
      if (mean) mean.textContent = `mean of the last ${windowOf(chart, chart.u)} rounds`;
      const hours = chart.element.querySelector('[data-legend="bars"]');
      const dropped = chart.element.querySelector('[data-legend="dropped"]');
      const [from, to] = within(chart.data.x, ...chart.range);
      if (dropped) dropped.hidden = to - from > DOTS || !chart.data.curve.rounds.dropped.includes(1);
      if (hours && chart.seen?.length) hours.textContent = `hours by ${chart.seen[0].width}`;
    });
  }

  // from page to page ---------------------------------------------------------------------------

  const loaded = {};

  function load(address, made) {
    loaded[address] ||= new Promise((done, failed) => {
      const element = made();
      element.onload = done;
      element.onerror = failed;
      document.head.append(element);
    });
    return loaded[address];
  }

  async function start(element) {
    sweep();
    if (live.has(element)) return;
    live.set(element, null);
    const { curve, uplot, uplotCss } = element.dataset;
    try {
      const [answer] = await Promise.all([
        fetch(curve).then((found) => (found.ok ? found.json() : Promise.reject(found.status))),
        load(uplot, () => Object.assign(document.createElement("script"), { src: uplot })),
        load(uplotCss, () => Object.assign(document.createElement("link"), { rel: "stylesheet", href: uplotCss })),
      ]);
      if (!element.isConnected) return sweep();
      if (answer.rounds.at.length) make(element, prepared(answer));
    } catch {
      live.delete(element); // what the server drew stays
    }
  }

  /** Let go of the charts whose page is gone. */
  function sweep() {
    for (const [element, chart] of live) {
      if (element.isConnected && (!chart || chart.frame.contains(chart.u.root))) continue;
      live.delete(element);
      if (!chart) continue;
      clearTimeout(chart.opening);
      chart.gone.abort();
      chart.resized.disconnect();
      chart.after.remove();
      chart.u.destroy();
    }
  }

  const begin = () => {
    sweep();
    document.querySelectorAll("[data-curve]").forEach(start);
  };

  window.selfgradCurve = { start, sweep };
  document.addEventListener("htmx:after:swap", begin);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
