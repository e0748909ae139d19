import Timing

extension Truth {
    /// The truth as a file: one JSON object, a car a line, members named as in docs/protocol.md. Drivers are
    /// named by their `id` in the crew. `troubles` has a member for each kind of trouble that there was. Values that
    /// can only be estimated are left out of a row: they cannot be compared.
    public var json: String {
        let rows = classification.indices.map { index in
            let follows = index > 0 && classification[index - 1].isTotalMissed
            return "    " + classification[index].json(isExact: !classification[index].isTotalMissed, follows: follows)
        }
        return """
            {
              "startMs": \(startMs),
              "chequeredMs": \(JSONText.number(chequeredMs)),
              "classification": [
            \(rows.joined(separator: ",\n"))
              ]\(troubles.json)
            }

            """
    }
}

extension Truth.Row {
    /// `follows`: the car ahead has a total that can only be estimated.
    fileprivate func json(isExact: Bool, follows: Bool) -> String {
        var members = [
            "\"number\": \(JSONText.quoted(number.text))", "\"class\": \(JSONText.quoted(carClass))",
            "\"position\": \(JSONText.number(position))", "\"classPosition\": \(JSONText.number(classPosition))",
            "\"status\": \(JSONText.quoted(status))", "\"laps\": \(laps)",
        ]
        if isExact {
            members += ["\"totalMs\": \(JSONText.number(totalMs))", "\"gapMs\": \(JSONText.number(gapMs))"]
        }
        members.append("\"gapLaps\": \(gapLaps)")
        if isExact, !follows { members.append("\"intervalMs\": \(JSONText.number(intervalMs))") }
        members += [
            "\"intervalLaps\": \(JSONText.number(intervalLaps))",
            "\"bestLapMs\": \(JSONText.number(bestLapMs))", "\"bestLap\": \(JSONText.number(bestLap))",
            "\"stops\": [\(stops.map(\.json).joined(separator: ", "))]",
        ]
        return "{" + members.joined(separator: ", ") + "}"
    }
}

extension Truth.Stop {
    fileprivate var json: String {
        "{\"inMs\": \(JSONText.number(inMs)), \"outMs\": \(JSONText.number(outMs)), \"driverIn\": \(driverIn), "
            + "\"driverOut\": \(JSONText.number(driverOut)), \"purpose\": \(JSONText.quoted(purpose.rawValue))"
            + (counts ? "}" : ", \"counts\": false}")
    }
}
