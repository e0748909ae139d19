// The plain board: the table as it comes, kept current by ticks.
const shown = ["position", "status", "laps", "gapMs", "intervalMs", "lastLapMs", "bestLapMs", "stop", "netPosition"];
const text = (id, words) => { document.getElementById(id).textContent = words; };
let board = null;

function cell(tag, words) {
  const element = document.createElement(tag);
  element.textContent = words ?? "";
  return element;
}

function row(tag, cells) {
  const line = document.createElement("tr");
  line.append(...cells.map((words) => cell(tag, words)));
  return line;
}

function draw() {
  const place = Object.fromEntries(board.columns.map((name, index) => [name, index]));
  const order = board.rows.map((_, index) => index)
    .sort((a, b) => (board.rows[a][place.position] ?? 1e6) - (board.rows[b][place.position] ?? 1e6));
  document.getElementById("head").replaceChildren(row("th", ["number", "class", ...shown]));
  document.getElementById("rows").replaceChildren(...order.map((index) => {
    const car = board.cars[index];
    return row("td", [car.number, car.class, ...shown.map((name) => board.rows[index][place[name]])]);
  }));
  text("name", `${board.race.name} · ${board.race.flag}`);
}

function apply(tick) {
  if (tick.cars) {
    board.rows = tick.rows;
  } else {
    for (const [index, ...changes] of tick.rows ?? []) {
      for (let at = 0; at < changes.length; at += 2) {
        board.rows[index][changes[at]] = changes[at + 1];
      }
    }
  }
  for (const [name, value] of Object.entries(tick)) {
    if (!["v", "from", "rows"].includes(name)) board[name] = value;
  }
}

async function start() {
  const meeting = await (await fetch("/api/meeting")).json();
  const session = new URLSearchParams(location.search).get("session") ?? meeting.shown;
  const live = new EventSource(`/api/sessions/${session}/live`);
  live.addEventListener("board", (event) => { board = JSON.parse(event.data); draw(); });
  live.addEventListener("tick", (event) => {
    const tick = JSON.parse(event.data);
    if (!board || tick.from !== board.id) { live.close(); start(); return; }
    apply(tick);
    draw();
  });
  live.addEventListener("beat", () => text("state", "live"));
  live.addEventListener("error", () => text("state", "no connection"));
}

start().catch(() => { text("state", "cannot reach timing"); setTimeout(start, 1000); });
