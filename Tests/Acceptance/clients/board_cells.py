"""What the cells of the board's table have to show, by the results of the daemon: formatted here, with nothing taken from the page."""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]

STATES = {
    "notStarted": "GRID", "onTrack": "RUN", "inPit": "PIT", "outLap": "OUT", "stopped": "OVERDUE", "retired": "RETIRED",
    "finished": "FIN", "notClassified": "NC", "disqualified": "DSQ", "withdrawn": "DNS",
}  # fmt: skip
GRADES = {"Platinum": "P", "Gold": "G", "Silver": "S", "Bronze": "B"}
MINUS = "\u2212"


def lap_time(ms: int | None) -> str:
    """2:05.864 or 42.177."""
    if ms is None:
        return ""
    seconds, rest = divmod(ms, 1000)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    if hours:
        return f"{hours}:{minutes:02}:{seconds % 60:02}.{rest:03}"
    return f"{minutes}:{seconds % 60:02}.{rest:03}" if minutes else f"{seconds}.{rest:03}"


def gap(ms: int | None, laps: int | None) -> str:
    """+1.928, 1 LAP, 2 LAPS."""
    if laps:
        return "1 LAP" if laps == 1 else f"{laps} LAPS"
    return "" if ms is None else f"+{lap_time(ms)}"


def short_name(name: str) -> str:
    """G. Family."""
    given, _, family = name.partition(" ")
    return f"{given[0]}. {family.split(' ')[-1]}" if family and not name[1:2] == "." else name


def crew(row: Json) -> str:
    """The driver at the wheel in full, then the others short; of nobody known all in full."""

    def graded(name: str, grade: str | None) -> str:
        return name + (GRADES.get(grade, grade[0].upper()) if grade else "")

    drivers = row["drivers"]
    wheel = next((each for each in drivers if each["name"] == row["driver"]), None)
    if not drivers:
        return row.get("team") or ""
    first = [graded(wheel["name"], wheel.get("grade"))] if wheel else []
    others = [each for each in drivers if each is not wheel]
    return "".join(first + [graded(short_name(each["name"]) if wheel else each["name"], each.get("grade")) for each in others])


def countdown(word: str, to_ms: int | None, rest: str = "") -> re.Pattern[str]:
    """A word with what is left: the second is the page's own."""
    return re.compile(re.escape(word) + ("" if to_ms is None else r"(\d+:)?\d+:\d\d") + rest)


def coarse(ms: int | None, sign: str) -> str:
    """A margin in whole seconds, up."""
    if ms is None:
        return ""
    seconds = -(-ms // 1000)
    hours = f"{seconds // 3600}:{seconds // 60 % 60:02}" if seconds >= 3600 else f"{seconds // 60}"
    return f"{sign}{hours}:{seconds % 60:02}"


# The most urgent first: of several verdicts of a car that one stands in the cell.
URGENCY = ["SHORT", "EARLY", "LATE", "MISSED", "OVER", "LAST LAP", "HOLD", "MAY GO", "NOT PROVED", "DRIVER CHANGE?", "DUE", "OPENS", "PENALISED",
           "CLOSED", "SERVED", "EXCUSED", "NOT OWED"]  # fmt: skip
DECIDED = {"penalised": "PENALISED", "automatic": "PENALISED", "closed": "CLOSED"}


def cell(verdict: Json, decided: str | None, since_ms: int) -> tuple[str, str | re.Pattern[str]]:
    """Word and cell of a verdict alone."""
    by, is_change = verdict["byMs"], verdict["id"].startswith("driverChange")
    given = lap_time(by) if by is not None else ""
    last_moment = verdict["exitFromMs"]
    holds = last_moment is not None and since_ms < last_moment
    match verdict["state"]:
        case "notOpen":
            return "OPENS", countdown("OPENS", verdict["opensMs"], "(overdue)?")
        case "open":
            return "DUE", countdown("DUE", verdict["closesMs"], r"(overdue|1 lap|[023] laps)?")
        case "lastChance":
            return "LAST LAP", countdown("LAST LAP", verdict["closesMs"], "(overdue)?")
        case "inPit":
            # A second to either side the page may be there already, or not yet.
            is_near = last_moment is not None and abs(last_moment - since_ms) < 1500
            words = "(HOLD|MAY GO)" if is_near else "HOLD" if holds else "MAY GO"
            return "HOLD" if holds else "MAY GO", re.compile(words + r"\+?(\d+:\d\d)?")
        case "served":
            return "SERVED", "SERVED" + (f"+{given}" if given else "")
        case "notApplicable":
            word = "EXCUSED" if verdict.get("ruling") == "excused" else "NOT OWED"
            return word, word
    if decided in DECIDED:
        return DECIDED[decided], DECIDED[decided]
    match verdict["state"]:
        case "short":
            return "SHORT", "SHORT" + (f"{MINUS}{given}" if given else "")
        case "early":
            return "EARLY", "EARLY" + coarse(by, MINUS)
        case "late" | "over" as state:
            return state.upper(), state.upper() + coarse(by, "+")
        case "missed":
            return "MISSED", "MISSED"
        case _:
            word = "DRIVER CHANGE?" if is_change else "NOT PROVED"
            return word, word


def stop(row: Json, results: Json, since_ms: int) -> str | re.Pattern[str] | None:
    """The cell STOP: the worst of the verdicts. None where there are several stops."""
    own = [each for each in results["verdicts"] if each["car"] == row["number"]]
    stops = [each for each in own if each["id"].startswith("stop") and not each["id"].startswith("stopTime")]
    if len(stops) != 1:
        return None
    decided = {each["id"]: each["state"] for each in results["infringements"] if each["car"] == row["number"]}
    cells = [cell(each, decided.get(each["id"]), since_ms) for each in stops]
    changes = [cell(each, decided.get(each["id"]), since_ms) for each in own if each["id"].startswith("driverChange")]
    cells += [each for each in changes if each[0] in ("DRIVER CHANGE?", "PENALISED", "CLOSED")]
    return min(cells, key=lambda each: URGENCY.index(each[0]))[1]


def since_start(clock: str, race: Json) -> int:
    """What the page's race clock says, as time since the start signal."""
    parts = [int(each) for each in clock.split(":")] if re.fullmatch(r"\d+:\d\d:\d\d", clock) else [0, 0, 0]
    if race["startMs"] is None or race["clockStartMs"] is None:
        return 0
    shown = (parts[0] * 3600 + parts[1] * 60 + parts[2]) * 1000
    return shown + race["clockStartMs"] + race["clockStoppedMs"] - race["startMs"]


def stint(row: Json, race: Json, since_ms: int) -> set[str]:
    """The texts that STINT may show: of a car that is out by the page's clock, of one that drives no more as it ended."""
    if row["stintFromMs"] is None or race["kind"] != "race" or race["clockStartMs"] is None:
        return {""}
    ends = [since_ms + each * 1000 for each in (-1, 0, 1)]
    if row["status"] in ("finished", "retired", "notClassified", "disqualified", "withdrawn"):
        finish = None if row["totalMs"] is None else row["totalMs"] - row["penaltyMs"]
        has_finished = finish is not None and race["chequeredMs"] is not None and race["startMs"] + finish >= race["chequeredMs"]
        ends = [finish if has_finished else row["lastMs"]]
    return {coarse(max(0, each - row["stintFromMs"]) // 1000 * 1000, "") for each in ends}


def gained(row: Json, results: Json) -> str:
    """Places since the grid."""
    grid = results["grid"]
    if row["number"] not in grid or row["position"] is None or results["race"]["startMs"] is None:
        return ""
    places = grid.index(row["number"]) + 1 - row["position"]
    return f"↑{places}" if places > 0 else f"↓{-places}" if places < 0 else "·"


def expected(results: Json, clock: str) -> list[Json]:
    """What the table has to show, row by row; a column that is left out is not compared. A cell is a text, a pattern or a choice of texts."""
    race = results["race"]
    since_ms = since_start(clock, race)
    net = {each["number"]: each for each in results["net"]}
    rows = []
    for row in results["classification"]:
        position, is_led = row["position"], race["kind"] == "race" and race["clockStartMs"] is not None
        away = not row.get("gapIsNow", True)
        cells = {
            "POS": "" if position is None else str(position),
            "±": gained(row, results),
            "NO": row["number"],
            "PIC": "" if row["classPosition"] is None else str(row["classPosition"]),
            "CLASS CUP": row["class"] + (row.get("cup") or ""),
            "CREW": crew(row),
            "STATE": STATES[row["status"]],
            "LAPS": str(row["laps"]),
            "GAP": ("leads" if is_led else "") if position == 1 else gap(row["gapMs"], row["gapLaps"]),
            "INT": "" if away or position == 1 else gap(row["intervalMs"], row["intervalLaps"]),
            "LAST": lap_time(row["lastLapMs"]),
            "BEST": lap_time(row["bestLapMs"]) + ("" if row["bestLap"] is None else str(row["bestLap"])),
            "STINT": stint(row, race, since_ms),
            "PITS": str(sum(each["counts"] for each in row["stops"])),
        }  # fmt: skip
        cells |= {f"S{at + 1}": lap_time(ms) for at, ms in enumerate(row["sectorsMs"])}
        verdict = stop(row, results, since_ms)
        if verdict is not None:
            cells["STOP"] = verdict
        place = net.get(row["number"])
        # When the window has closed and nobody owes anything the column is not there.
        if place and position is not None and is_net_told(results, since_ms):
            arrow = "↑" if place["position"] < position else "↓" if place["position"] > position else "="
            cells["NET"] = f"{place['position']}{arrow}" + ("leads" if place["position"] == 1 else gap(place["gapMs"], 0))
        rows.append(cells)
    return rows


def is_net_told(results: Json, since_ms: int) -> bool:
    """Whether net says more than the road."""
    closes = [each["closesMs"] for each in results["verdicts"] if each["id"].startswith("stop") and each["closesMs"] is not None]
    is_over = results["race"]["phase"] == "ended" or (closes and since_ms >= max(closes))
    return not is_over or any(each["owedMs"] > 0 for each in results["net"])


def is_as_wanted(shown: str | None, wanted: str | re.Pattern[str] | set[str]) -> bool:
    """Whether a cell is right."""
    if isinstance(wanted, re.Pattern):
        return shown is not None and wanted.fullmatch(shown) is not None
    return shown in wanted if isinstance(wanted, set) else shown == wanted


def differences(shown: list[Json], results: Json) -> list[str]:
    """Every cell that is not as the results say."""
    wanted = expected(results, shown[0]["CLOCK"] if shown else "")
    found = []
    if [row["NO"] for row in shown] != [row["NO"] for row in wanted]:
        found.append(f"order: {[row['NO'] for row in shown]} instead of {[row['NO'] for row in wanted]}")
    rows = {row["NO"]: row for row in shown}
    for want in wanted:
        row = rows.get(want["NO"])
        if row is None:
            found.append(f"car {want['NO']}: no row")
            continue
        found += [
            f"car {want['NO']}, {column}: {row.get(column)!r} instead of {value!r}"
            for column, value in want.items()
            if not is_as_wanted(row.get(column), value)
        ]
    return found
